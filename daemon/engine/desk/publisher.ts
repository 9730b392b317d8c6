import type { Ticker } from '../../exchange/port.ts';
import type { EventBus } from '../../journal/bus.ts';
import type { Position } from '../../protocol/schemas/trading.ts';

const TICKER_MS = 250;
const ACCOUNT_MS = 1000;

export interface LiveView {
  positions(): Position[];
  equity(): { ts: number; equity: string; profitToday: string; drawdown: number; currency: string };
}

/** Tells what changes with every price, no more often than anybody can follow. */
export class LivePublisher {
  readonly #account: string;
  readonly #bus: EventBus;
  readonly #now: () => number;
  readonly #view: LiveView;
  readonly #tickedAt = new Map<string, number>();
  #toldAt = 0;
  #equity = '';
  #positions = 0;

  /** @param now wall clock */
  constructor(options: { account: string; bus: EventBus; now: () => number; view: LiveView }) {
    this.#account = options.account;
    this.#bus = options.bus;
    this.#now = options.now;
    this.#view = options.view;
  }

  ticker(ticker: Ticker): void {
    if (this.#bus.size === 0) return;
    const now = this.#now();
    if (now - (this.#tickedAt.get(ticker.pair) ?? 0) < TICKER_MS) return;
    this.#tickedAt.set(ticker.pair, now);
    this.#bus.publishLive('ticker', { account: this.#account, ticker });
  }

  /** Positions and equity, if a second has passed. */
  account(): void {
    if (this.#bus.size === 0) return;
    const now = this.#now();
    if (now - this.#toldAt < ACCOUNT_MS) return;
    this.#toldAt = now;
    const positions = this.#view.positions();
    if (positions.length > 0 || this.#positions > 0) this.#bus.publishLive('position.update', { account: this.#account, positions });
    this.#positions = positions.length;
    const equity = this.#view.equity();
    if (equity.equity === this.#equity) return;
    this.#equity = equity.equity;
    this.#bus.publishLive('performance.update', { account: this.#account, ...equity });
  }
}
