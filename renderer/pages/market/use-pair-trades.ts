import { useEffect, useMemo, useState } from 'react';
import type { Trade } from '../../../daemon/protocol/schemas/trading.ts';
import { useSession } from '../../app/context.tsx';
import { selectBook, useDesk } from '../../app/desk.ts';

const MOST = 500;

/** Trades of a pair opened since a time, with what became of them lately. Newest first. */
export function usePairTrades(account: string, pair: string, since: number | null): readonly Trade[] {
  const session = useSession();
  const generation = useDesk((state) => state.generation);
  const [known, setKnown] = useState<{ readonly key: string; readonly trades: readonly Trade[] } | null>(null);
  const key = `${account} ${pair}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection (`generation`) makes the question new
  useEffect(() => {
    if (since === null) return;
    let current = true;
    void session.read('trades.list', { account, pair, since, limit: MOST }).then((answer) => {
      if (current && answer !== null) setKnown({ key: `${account} ${pair}`, trades: answer.items });
    });
    return () => {
      current = false;
    };
  }, [session, account, pair, since, generation]);

  const newest = useDesk((state) => selectBook(state).trades);
  return useMemo(() => {
    const byId = new Map((known?.key === key ? known.trades : []).map((trade) => [trade.id, trade]));
    for (const trade of newest) if (trade.pair === pair) byId.set(trade.id, trade);
    return [...byId.values()].filter((trade) => trade.state !== 'deleted').sort((a, b) => b.openedAt - a.openedAt);
  }, [known, key, newest, pair]);
}
