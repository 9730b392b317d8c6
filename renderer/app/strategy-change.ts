import i18next from 'i18next';
import type { Result } from '../../daemon/protocol/index.ts';
import { ask } from './confirmation.ts';
import type { Session } from './session.ts';

export type Strategy = Result<'strategies.list'>['items'][number];

/** Asks where trades of the strategy are open; what is asked about changes how they end. */
export async function askBeforeChange(method: string, { title, openTrades }: Strategy, what: 'disable' | 'configure'): Promise<boolean> {
  if (openTrades === 0) return true;
  return ask({
    method,
    params: {},
    danger: i18next.t(`strategies.ask.${what}.text`, { count: openTrades }),
    title: i18next.t(`strategies.ask.${what}.title`, { title }),
    yes: i18next.t(`strategies.ask.${what}.yes`),
  });
}

/** Switches a strategy on or off, asking where that changes how trades end. False: not switched. */
export async function switchStrategy(session: Session, strategy: Strategy, on: boolean): Promise<boolean> {
  const method = on ? 'strategies.enable' : 'strategies.disable';
  if (!on && !(await askBeforeChange(method, strategy, 'disable'))) return false;
  return (await session.call(method, { id: strategy.id })) !== null;
}
