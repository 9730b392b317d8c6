import { useEffect } from 'react';
import { DESK } from '../lib/world.ts';
import { useSession } from './context.tsx';
import { type DeskState, useDesk } from './desk.ts';
import { type GuideMark, prefer, usePreferences } from './preferences.ts';

/** A desk that has kept books for longer is in use already. */
const FRESH_MS = 3_600_000;

const selectStore = ({ link }: DeskState): string => link.hello?.storeId ?? '';

/** Where the reader stands in the guide; null while that is not known. */
export function useGuideMark(): GuideMark | null {
  const store = useDesk(selectStore);
  return usePreferences(({ guide }) => guide[store] ?? null);
}

/** Remembers, in this browser, where to go on with the guide. */
export function markGuide(mark: GuideMark): void {
  prefer({ guide: { ...usePreferences.getState().guide, [selectStore(useDesk.getState())]: mark } });
}

/** Decides once for every daemon whether the guide is offered: not where somebody has set it up or let it trade before. */
export function useGuideOffer(): void {
  const session = useSession();
  const mark = useGuideMark();
  const store = useDesk(selectStore);
  const from = useDesk(({ figures }) => figures[DESK]?.summary?.from ?? null);
  useEffect(() => {
    if (mark !== null || store === '' || from === null) return;
    if (Date.now() + useDesk.getState().link.skewMs - from > FRESH_MS) return markGuide('over');
    void session.read('channels.list', {}).then((list) => list !== null && markGuide(list.items.length === 0 ? 'market' : 'over'));
  }, [session, mark, store, from]);
}
