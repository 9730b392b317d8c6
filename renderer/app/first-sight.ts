import { type DeskState, selectFigures, selectStatus, useDesk } from './desk.ts';

/** The daemon answers sooner; where it does not, a page that says so is better than none. */
const LONGEST_MS = 250;

/**
 * Resolves when the first drawing has something to show, so that it need not be done twice; at the latest after a moment.
 *
 * @param asked what the page itself has asked for
 */
export async function firstSight(asked: Promise<void>): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, LONGEST_MS));
  await Promise.race([late, Promise.all([deskKnown(), asked, fontThere()])]);
}

/** What draws by script takes the font that is there. */
const fontThere = (): Promise<unknown> => document.fonts.load('1rem Inter').catch(() => {});

function deskKnown(): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      stop();
      resolve();
    };
    const look = (state: DeskState) => {
      if (isThere(state)) end();
    };
    const stop = useDesk.subscribe(look);
    look(useDesk.getState());
  });
}

function isThere(state: DeskState): boolean {
  if (state.link.phase !== 'connecting' && state.link.phase !== 'connected') return true;
  const { summary, why, pairs } = selectFigures(state);
  return selectStatus(state) !== null && summary !== null && why !== null && pairs > 0;
}
