import { useCallback, useEffect, useState } from 'react';
import type { MethodName, Params, Result, Topic } from '../../daemon/protocol/index.ts';
import type { Outcome } from '../lib/failure.ts';
import { soon } from '../lib/soon.ts';
import { useSession } from './context.tsx';
import { useDesk } from './desk.ts';

/** Lets a burst of events pass before the question is asked anew. */
const SETTLE_MS = 250;

export interface Answer<T> {
  /** Null until the first answer; what was known stays while the question is asked anew. */
  readonly outcome: Outcome<T> | null;
  /** The last good answer. */
  readonly value: T | null;
  readonly reload: () => void;
}

/**
 * What a method answers: asked when the page opens, after each new connection, and after each event of certain topics.
 *
 * @param topics after which the answer may be another one
 */
export function useAnswer<M extends MethodName>(method: M, params: Params<M>, topics: readonly Topic[] = []): Answer<Result<M>> {
  const session = useSession();
  const generation = useDesk((state) => state.generation);
  const [round, setRound] = useState(0);
  const [known, setKnown] = useState<{ readonly key: string; readonly outcome: Outcome<Result<M>>; readonly value: Result<M> | null } | null>(null);
  const asked = JSON.stringify(params);
  const key = `${method} ${asked}`;
  const stirring = topics.join(' ');

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection (`generation`) and an event (`round`) make the question new
  useEffect(() => {
    if (generation === 0) return;
    let current = true;
    void session.attempt(method, JSON.parse(asked) as Params<M>).then((outcome) => {
      if (!current) return;
      setKnown((before) => ({ key, outcome, value: outcome.ok ? outcome.value : before?.key === key ? before.value : null }));
    });
    return () => {
      current = false;
    };
  }, [session, method, asked, key, generation, round]);

  const reload = useCallback(() => setRound((count) => count + 1), []);
  useEffect(() => {
    if (stirring === '') return;
    const reloadSoon = soon(reload, SETTLE_MS);
    const stop = session.follow(stirring.split(' ') as Topic[], reloadSoon);
    return () => {
      reloadSoon.cancel();
      stop();
    };
  }, [session, stirring, reload]);
  const fits = known?.key === key ? known : null;
  return { outcome: fits?.outcome ?? null, value: fits?.value ?? null, reload };
}
