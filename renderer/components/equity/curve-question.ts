import type { Params } from '../../../daemon/protocol/index.ts';
import { useDesk } from '../../app/desk.ts';

/** As many as the chart has places for. */
const POINTS = 800;

type Question = ['performance.equity', Params<'performance.equity'>];

/** Asks for the curve of an account since a time, UTC milliseconds; from its beginning when absent. */
export const curve = (account: string, since?: number): Question => ['performance.equity', { account, since, points: POINTS }];

/** The question that Overview begins with. */
export const wholeCurve = (): Question => curve(useDesk.getState().account);
