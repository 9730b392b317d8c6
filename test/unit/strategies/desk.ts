import fs from 'node:fs';
import type { Bar, Intent, StrategyContext, StrategyRun } from '../../../daemon/strategies/strategy.ts';
import { recordingFile } from '../../support/recordings.ts';

const RECORDED = recordingFile('ETH_BTC-5m.csv');

/** Real candles, or undefined on a machine that does not have the recording. */
export function recorded(): Bar[] | undefined {
  if (!fs.existsSync(RECORDED)) return undefined;
  const [, ...lines] = fs.readFileSync(RECORDED, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [ts = 0, open = 0, high = 0, low = 0, close = 0, volume = 0] = line.split(',').map(Number);
    return { ts, open, high, low, close, volume };
  });
}

export const bar = (index: number, close: number, range: { high?: number; low?: number } = {}): Bar => ({
  ts: index * 300_000,
  open: close,
  high: range.high ?? close,
  low: range.low ?? close,
  close,
  volume: 1,
});

export const bars = (...closes: number[]): Bar[] => closes.map((close, index) => bar(index, close));

type Order = StrategyContext['orders'][number];
type Trade = StrategyContext['trades'][number];

/** The least of a desk: fills market orders at the close, limits when a later candle touches them, never in part. */
export class Desk {
  trades: Trade[] = [];
  orders: Order[] = [];
  readonly told: Array<{ ts: number; intents: readonly Intent[] }> = [];
  #ids = 0;

  context(now: Bar, warmingUp = false): StrategyContext {
    return { pair: 'ETH/BTC', bar: now, warmingUp, trades: this.trades, orders: this.orders };
  }

  /** Indicators only; what the strategy wants is dropped. */
  warm(run: StrategyRun, history: readonly Bar[]): void {
    for (const past of history) run.onCandle(this.context(past, true));
  }

  play(run: StrategyRun, candles: readonly Bar[]): this {
    for (const now of candles) {
      this.#match(now);
      const intents = run.onCandle(this.context(now));
      if (intents.length > 0) this.told.push({ ts: now.ts, intents });
      for (const intent of intents) this.#apply(intent, now);
    }
    return this;
  }

  #match(now: Bar): void {
    for (const order of this.orders) {
      const touched = order.side === 'buy' ? now.low <= order.price : now.high >= order.price;
      if (!touched) continue;
      this.orders = this.orders.filter((other) => other !== order);
      if (order.purpose === 'entry') this.#open(order.price, order.tag, now);
      else this.#close(order.tradeId);
    }
  }

  #apply(intent: Intent, now: Bar): void {
    if (intent.kind === 'enter' && intent.price === undefined) this.#open(now.close, intent.tag, now);
    else if (intent.kind === 'enter') this.#rest('buy', 'entry', intent.price ?? 0, intent.tag, null);
    else if (intent.kind === 'exit' && intent.price === undefined) this.#close(intent.tradeId);
    else if (intent.kind === 'exit') this.#rest('sell', 'exit', intent.price ?? 0, null, intent.tradeId);
    else if (intent.kind === 'cancel') this.orders = this.orders.filter((order) => order.id !== intent.orderId);
  }

  #rest(side: 'buy' | 'sell', purpose: 'entry' | 'exit', price: number, tag: string | null, tradeId: string | null): void {
    this.#ids += 1;
    this.orders = [...this.orders, { id: `o${this.#ids}`, tag, side, price, purpose, tradeId }];
  }

  #open(entryPrice: number, tag: string | null, now: Bar): void {
    this.#ids += 1;
    this.trades = [...this.trades, { id: `t${this.#ids}`, tag, amount: 1, entryPrice, openedAt: now.ts, profitRatio: 0 }];
  }

  #close(tradeId: string | null): void {
    this.trades = this.trades.filter((trade) => trade.id !== tradeId);
    this.orders = this.orders.filter((order) => order.tradeId !== tradeId || tradeId === null);
  }
}
