import { useEffect, useState } from 'react';
import type { Result } from '../../../daemon/protocol/index.ts';
import { useSession } from '../../app/context.tsx';
import { useDesk } from '../../app/desk.ts';

export type Indicators = Result<'strategies.indicators'>;
type Line = Indicators['lines'][number];

/** The daemon answers no more at once. */
const MOST = 5000;

interface Wanted {
  readonly account: string;
  readonly pair: string;
  /** Null: no lines are wanted. */
  readonly strategy: string | null;
  /** Opening times of the first and the last candle shown; null while there are none. */
  readonly first: number | null;
  readonly last: number | null;
  readonly count: number;
}

interface Known {
  readonly key: string;
  readonly indicators: Indicators;
}

/** Lines and levels of a strategy on the candles shown; grown by a point with each candle. Null until the answer is there. */
export function useIndicators({ account, pair, strategy, first, last, count }: Wanted): Indicators | null {
  const session = useSession();
  const generation = useDesk((state) => state.generation);
  const key = `${account} ${pair} ${strategy} ${generation} ${first}`;
  const [known, setKnown] = useState<Known | null>(null);
  const covered = known?.key === key;

  useEffect(() => {
    if (strategy === null || first === null || last === null) return;
    let current = true;
    const limit = covered ? 3 : Math.min(MOST, Math.max(1, count));
    void session.read('strategies.indicators', { account, id: strategy, pair, limit }).then((answer) => {
      if (!current || answer === null) return;
      setKnown((before) => ({ key, indicators: before?.key === key ? joined(before.indicators, answer) : answer }));
    });
    return () => {
      current = false;
    };
  }, [session, account, pair, strategy, first, last, count, key, covered]);

  return strategy !== null && covered ? known.indicators : null;
}

function joined(before: Indicators, newest: Indicators): Indicators {
  return {
    ...newest,
    lines: newest.lines.map((line) => ({
      ...line,
      points: joinedPoints(
        before.lines.find(({ id }) => id === line.id),
        line,
      ),
    })),
  };
}

function joinedPoints(before: Line | undefined, newest: Line): Line['points'] {
  const from = newest.points[0]?.ts ?? Number.POSITIVE_INFINITY;
  return [...(before?.points ?? []).filter((point) => point.ts < from), ...newest.points];
}
