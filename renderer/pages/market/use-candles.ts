import { useCallback, useEffect, useRef, useState } from 'react';
import { useSession } from '../../app/context.tsx';
import { selectBook, useDesk } from '../../app/desk.ts';
import type { Session } from '../../app/session.ts';
import { type Bars, candleOpen, NO_BARS, timeframeMs, withClosed, withOlder, withPrice } from '../../lib/candles.ts';

/** What is asked for at once: more than a wide screen shows. */
const PAGE = 600;
/** Candles kept right of a moment that was asked for. */
const BEYOND = 200;

export interface Wanted {
  readonly account: string;
  readonly pair: string;
  /** Of the candles shown; a multiple of `own`. */
  readonly timeframe: string;
  /** The market's own. */
  readonly own: string;
  /** A moment to be shown, market time; null for now. */
  readonly at: number | null;
}

export interface Candles {
  /** Changes when other candles are shown, not when the same ones grow. */
  readonly key: string;
  readonly bars: Bars;
  readonly phase: 'loading' | 'ready' | 'failed';
  /** Why it failed, in the daemon's words. */
  readonly reason: string | null;
  /** The past is shown; what happens now lies outside. */
  readonly detached: boolean;
  readonly loadOlder: () => void;
}

interface Loaded {
  readonly key: string;
  readonly bars: Bars;
  readonly reason: string | null;
  readonly detached: boolean;
  readonly atStart: boolean;
}

/** Candles of a pair: the newest or those around a moment, older ones as they are asked for, new ones as they come. */
export function useCandles(wanted: Wanted): Candles {
  const { account, pair, timeframe, own, at } = wanted;
  const session = useSession();
  const generation = useDesk((state) => state.generation);
  const key = `${account} ${pair} ${timeframe} ${at ?? ''}`;
  const [known, setKnown] = useState<Loaded | null>(null);
  const asking = useRef('');

  const load = useCallback(
    async (isCurrent: () => boolean) => {
      const loaded = await fetchCandles(session, { account, pair, timeframe, own, at });
      if (isCurrent()) setKnown((before) => ({ ...loaded, key, bars: merged(before?.key === key ? before.bars : NO_BARS, loaded.bars) }));
    },
    [session, account, pair, timeframe, own, at, key],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection (`generation`) makes the question new
  useEffect(() => {
    let current = true;
    asking.current = '';
    void load(() => current);
    return () => {
      current = false;
    };
  }, [load, generation]);

  const ownMs = timeframeMs(own);
  const shownMs = timeframeMs(timeframe);
  const candle = useDesk((state) => selectBook(state).candles[pair]);
  useEffect(() => {
    if (candle === undefined) return;
    setKnown((before) =>
      before === null || before.key !== key || before.detached ? before : { ...before, bars: withClosed(before.bars, candle, ownMs, shownMs) },
    );
  }, [candle, key, ownMs, shownMs]);

  const ticker = useDesk((state) => selectBook(state).tickers[pair]);
  useEffect(() => {
    if (ticker === undefined) return;
    setKnown((before) =>
      before === null || before.key !== key || before.detached ? before : { ...before, bars: withPrice(before.bars, ticker.last, ticker.ts, shownMs) },
    );
  }, [ticker, key, shownMs]);

  // Several candles may close between two drawings, of which only the last is told.
  const gap = known?.key === key && !known.detached && ownMs === shownMs ? gapIn(known.bars, ownMs) : null;
  useEffect(() => {
    if (gap === null) return;
    let current = true;
    void load(() => current);
    return () => {
      current = false;
    };
  }, [gap, load]);

  const first = known?.key === key ? known.bars.closed[0]?.ts : undefined;
  const atStart = known?.atStart === true;
  const loadOlder = useCallback(() => {
    if (first === undefined || atStart || asking.current === `${key} ${first}`) return;
    asking.current = `${key} ${first}`;
    void session.attempt('markets.candles', { account, pair, timeframe, until: first, limit: PAGE }).then((outcome) => {
      if (!outcome.ok) {
        asking.current = '';
        return;
      }
      const older = outcome.value.items;
      setKnown((before) => (before?.key === key ? { ...before, bars: withOlder(before.bars, older), atStart: older.length === 0 } : before));
    });
  }, [session, account, pair, timeframe, first, atStart, key]);

  const shown = known?.key === key ? known : null;
  return {
    key,
    bars: shown?.bars ?? NO_BARS,
    phase: shown === null ? 'loading' : shown.reason === null ? 'ready' : 'failed',
    reason: shown?.reason ?? null,
    detached: shown?.detached ?? false,
    loadOlder,
  };
}

async function fetchCandles(session: Session, { account, pair, timeframe, own, at }: Wanted): Promise<Omit<Loaded, 'key'>> {
  const failed = (reason: string): Omit<Loaded, 'key'> => ({ bars: NO_BARS, reason, detached: false, atStart: false });
  const newest = await session.attempt('markets.candles', { account, pair, timeframe, limit: PAGE });
  if (!newest.ok) return failed(newest.failure.message);
  const { items } = newest.value;
  const ms = timeframeMs(timeframe);
  if (at !== null && at < (items[0]?.ts ?? 0)) {
    const past = await session.attempt('markets.candles', { account, pair, timeframe, until: candleOpen(at, ms) + BEYOND * ms, limit: PAGE });
    if (!past.ok) return failed(past.failure.message);
    return { bars: { closed: past.value.items, forming: null, through: Number.POSITIVE_INFINITY }, reason: null, detached: true, atStart: false };
  }
  const through = (items.at(-1)?.ts ?? -ms) + ms - timeframeMs(own);
  const bars = { closed: items, forming: null, through };
  return { bars: timeframe === own ? bars : await withPart(session, bars, { account, pair, own, ms }), reason: null, detached: false, atStart: false };
}

/** A longer candle under way is made of the market's own that closed within it. */
async function withPart(session: Session, bars: Bars, wanted: { account: string; pair: string; own: string; ms: number }): Promise<Bars> {
  const since = (bars.closed.at(-1)?.ts ?? 0) + wanted.ms;
  const part = await session.read('markets.candles', { account: wanted.account, pair: wanted.pair, timeframe: wanted.own, since, limit: 2000 });
  return (part?.items ?? []).reduce((all, candle) => withClosed(all, candle, timeframeMs(wanted.own), wanted.ms), bars);
}

/** What was asked for anew stands; what was scrolled to before it stays, and what closed while the answer was under way. */
function merged(before: Bars, fresh: Bars): Bars {
  const first = fresh.closed[0]?.ts ?? Number.POSITIVE_INFINITY;
  const last = fresh.closed.at(-1)?.ts ?? Number.NEGATIVE_INFINITY;
  if (!before.closed.some((candle) => candle.ts >= first)) return fresh;
  const older = before.closed.filter((candle) => candle.ts < first);
  const newer = before.closed.filter((candle) => candle.ts > last);
  return { closed: [...older, ...fresh.closed, ...newer], forming: before.forming ?? fresh.forming, through: Math.max(before.through, fresh.through) };
}

const TAIL = 50;

/** Opening time of the newest candle that does not follow the one before it. Markets without trades have such; they are asked for once. */
function gapIn({ closed }: Bars, ms: number): number | null {
  const tail = closed.slice(-TAIL);
  return tail.findLast((candle, index) => index > 0 && candle.ts - (tail[index - 1]?.ts ?? 0) > ms)?.ts ?? null;
}
