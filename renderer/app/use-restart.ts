import { useEffect, useState } from 'react';
import type { Failure } from '../lib/failure.ts';
import { useSession } from './context.tsx';
import { useDesk } from './desk.ts';

/** By then a daemon is back, or does not come back by itself. */
const LATE_MS = 30_000;

export type Restart =
  | { readonly phase: 'none' | 'under-way' | 'back' | 'late' }
  /** It was not even begun. */
  | { readonly phase: 'refused'; readonly failure: Failure };

/** Starts the daemon anew, and tells how far that has come. */
export function useRestart(): { readonly restart: Restart; readonly begin: () => Promise<void> } {
  const session = useSession();
  const bootId = useDesk((state) => state.link.hello?.bootId);
  const connected = useDesk((state) => state.link.phase === 'connected');
  const [restart, setRestart] = useState<Restart>({ phase: 'none' });
  const [before, setBefore] = useState(bootId);

  useEffect(() => {
    if (restart.phase !== 'under-way' && restart.phase !== 'late') return;
    if (connected && bootId !== before) {
      setRestart({ phase: 'back' });
      return;
    }
    const timer = setTimeout(() => setRestart({ phase: 'late' }), LATE_MS);
    return () => clearTimeout(timer);
  }, [restart.phase, connected, bootId, before]);

  const begin = async () => {
    setBefore(bootId);
    setRestart({ phase: 'under-way' });
    const outcome = await session.attempt('daemon.restart', {});
    // The connection may end before the answer is through; whether it came back tells.
    if (!outcome.ok && outcome.failure.data.kind !== 'outcome_unknown') setRestart({ phase: 'refused', failure: outcome.failure });
  };
  return { restart, begin };
}
