import { useEffect, useMemo, useState } from 'react';
import { useSession } from '../../app/context.tsx';
import { selectBook, selectFigures, useDesk } from '../../app/desk.ts';
import type { Session } from '../../app/session.ts';

/** Candles of the small curves. */
const SPARK = 60;

export interface PairRow {
  readonly pair: string;
  readonly last: string | null;
  /** Over 24 h, as a fraction. */
  readonly change: number | null;
  /** Closes, oldest first. */
  readonly spark: readonly number[];
  readonly step: string | undefined;
}

/** The pairs of an account with their prices, by name. */
export function usePairs(): readonly PairRow[] {
  const account = useDesk((state) => state.account);
  const tickers = useDesk((state) => selectBook(state).tickers);
  const candles = useDesk((state) => selectBook(state).candles);
  const { markets } = useDesk(selectFigures);
  const names = useMemo(() => [...new Set([...Object.keys(tickers), ...Object.keys(candles)])].sort().join(' '), [tickers, candles]);
  const sparks = useSparks(account, names);
  return useMemo(
    () =>
      names
        .split(' ')
        .filter((pair) => pair !== '')
        .map((pair) => ({
          pair,
          last: tickers[pair]?.last ?? candles[pair]?.close ?? null,
          change: tickers[pair]?.change ?? null,
          spark: sparks[pair] ?? [],
          step: markets[pair]?.priceStep,
        })),
    [names, tickers, candles, sparks, markets],
  );
}

type Sparks = Readonly<Record<string, readonly number[]>>;

/** Asked for one after another, since a source may have to ask somebody else; grown by each candle. */
function useSparks(account: string, names: string): Sparks {
  const session = useSession();
  const generation = useDesk((state) => state.generation);
  const [known, setKnown] = useState<{ readonly account: string; readonly sparks: Sparks }>({ account, sparks: {} });
  const put = (pair: string, values: (before: readonly number[]) => readonly number[]) =>
    setKnown((before) => {
      const sparks = before.account === account ? before.sparks : {};
      return { account, sparks: { ...sparks, [pair]: values(sparks[pair] ?? []) } };
    });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection (`generation`) makes the question new; `put` changes with the account
  useEffect(() => {
    let current = true;
    const load = async () => {
      for (const pair of names.split(' ').filter((name) => name !== '')) {
        const closes = await closesOf(session, account, pair);
        if (!current) return;
        if (closes !== null) put(pair, () => closes);
      }
    };
    void load();
    return () => {
      current = false;
    };
  }, [session, account, names, generation]);

  const candles = useDesk((state) => selectBook(state).candles);
  const [drawn, setDrawn] = useState(candles);
  if (drawn !== candles) {
    setDrawn(candles);
    for (const [pair, candle] of Object.entries(candles)) {
      if (candle === drawn[pair] || known.sparks[pair] === undefined) continue;
      put(pair, (before) => [...before, Number(candle.close)].slice(-SPARK));
    }
  }
  return known.account === account ? known.sparks : {};
}

async function closesOf(session: Session, account: string, pair: string): Promise<readonly number[] | null> {
  const answer = await session.read('markets.candles', { account, pair, limit: SPARK });
  return answer?.items.map((candle) => Number(candle.close)) ?? null;
}
