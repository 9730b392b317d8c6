import { useEffect, useMemo, useState } from 'react';
import { DESK } from '../lib/world.ts';
import { useSession } from './context.tsx';
import { selectStatus, useDesk } from './desk.ts';

export interface PairLists {
  readonly whitelist: ReadonlySet<string>;
  readonly blacklist: ReadonlySet<string>;
  readonly setListed: (pair: string, listed: boolean) => Promise<void>;
  readonly setBlocked: (pair: string, blocked: boolean) => Promise<void>;
}

/** What may be traded and what must not be entered. Null where lists mean nothing: a replay plays its one pair. */
export function usePairLists(): PairLists | null {
  const session = useSession();
  const generation = useDesk((state) => state.generation);
  const account = useDesk((state) => state.account);
  const since = useDesk((state) => selectStatus(state)?.reasons);
  const [lists, setLists] = useState<{ readonly white: readonly string[]; readonly black: readonly string[] } | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: others may change the lists too; status comes again when they do
  useEffect(() => {
    let current = true;
    void Promise.all([session.read('markets.whitelist', {}), session.read('markets.blacklist.get', {})]).then(([white, black]) => {
      if (current && white !== null && black !== null) setLists({ white: white.items, black: black.items });
    });
    return () => {
      current = false;
    };
  }, [session, generation, since]);

  return useMemo(() => {
    if (lists === null || account !== DESK) return null;
    return {
      whitelist: new Set(lists.white),
      blacklist: new Set(lists.black),
      setListed: async (pair, listed) => {
        const white = listed ? [...lists.white, pair] : lists.white.filter((one) => one !== pair);
        if ((await session.call('config.set', { path: 'bot.pairs', value: white })) !== null) setLists({ ...lists, white });
      },
      setBlocked: async (pair, blocked) => {
        const answer = await session.call(blocked ? 'markets.blacklist.add' : 'markets.blacklist.remove', { pairs: [pair] });
        if (answer !== null) setLists({ ...lists, black: answer.items });
      },
    };
  }, [session, account, lists]);
}
