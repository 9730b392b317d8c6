import { create } from 'zustand';
import { useDesk } from './desk.ts';
import { type Look, prefer, usePreferences } from './preferences.ts';

/** Shorter absences are not worth a summary. */
const AWAY_MS = 5 * 60_000;
const NOTE_MS = 5000;

/** The last look before the present one; null when it was a moment ago, or its summary has been read. */
export const useAway = create<{ readonly from: Look | null }>(() => ({ from: null }));
export const endAway = (): void => useAway.setState({ from: null });

/** Notes, for as long as the page is in sight, how far its reader has seen. */
export function watchLooks(): void {
  let here = '';
  const note = () => {
    const { link, world } = useDesk.getState();
    const store = link.hello?.storeId;
    if (store === undefined || link.phase !== 'connected' || document.hidden || world.seq === 0) return;
    const { looks } = usePreferences.getState();
    const last = looks[store];
    if (last !== undefined && (here !== store || Date.now() - last.at > AWAY_MS)) comeBack(last);
    here = store;
    prefer({ looks: { ...looks, [store]: { seq: world.seq, at: Date.now() } } });
  };
  setInterval(note, NOTE_MS);
  addEventListener('visibilitychange', note);
  const stop = useDesk.subscribe(({ world }) => {
    if (world.seq === 0) return;
    stop();
    note();
  });
}

function comeBack(last: Look): void {
  if (Date.now() - last.at > AWAY_MS) useAway.setState({ from: last });
}
