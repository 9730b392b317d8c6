import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Alerts } from '../../../daemon/alerts/alerts.ts';
import type { AccountView } from '../../../daemon/alerts/view.ts';
import { EventBus } from '../../../daemon/journal/bus.ts';
import { Journal } from '../../../daemon/journal/journal.ts';
import { SILENT } from '../../../daemon/log/log.ts';
import type { Position } from '../../../daemon/protocol/schemas/trading.ts';
import type { TopicData } from '../../../daemon/protocol/topics.ts';
import { Store } from '../../../daemon/store/store.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

export const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 5, 10, 12);

export const position = (tradeId: string, more: Partial<Position> = {}): Position => ({
  tradeId,
  account: 'paper',
  pair: 'BTC/USDT',
  strategy: 'grid',
  amount: '1',
  entryPrice: '100',
  markPrice: '100',
  markAt: NOON,
  value: '100',
  profit: '0',
  profitRatio: 0,
  stopPrice: null,
  openedAt: NOON,
  ...more,
});

/** Alert rules over an account whose figures a test sets. */
export class AlertDesk {
  readonly home = fs.mkdtempSync(path.join(os.tmpdir(), 'nightdesk-alerts-'));
  readonly clock = new ManualClock(NOON);
  figures: Partial<Omit<AccountView, 'price' | 'lastTradeAt'>> = {};
  prices: Record<string, string> = {};
  lastTradeAt: number = NOON;
  /** How often the figures were asked for. */
  looks = 0;
  store!: Store;
  bus!: EventBus;
  journal!: Journal;
  alerts!: Alerts;

  constructor() {
    this.open();
  }

  open(): void {
    this.store = new Store(path.join(this.home, 'data.db'));
    this.bus = new EventBus(() => {});
    this.journal = new Journal(this.store, this.bus, () => this.clock.now());
    this.alerts = new Alerts({
      store: this.store,
      journal: this.journal,
      bus: this.bus,
      clock: this.clock,
      log: SILENT,
      view: (account) => this.#view(account),
    });
    this.alerts.start();
  }

  #view(account: string): AccountView | undefined {
    if (account !== 'paper') return undefined;
    this.looks += 1;
    const flat = { now: this.clock.now(), currency: 'USDT', equity: '1000', profitToday: '0', drawdown: 0, positions: [], balances: [] };
    return { ...flat, ...this.figures, price: (pair) => this.prices[pair], lastTradeAt: () => this.lastTradeAt };
  }

  /** Prices move: the rules are looked at. */
  tick(): void {
    this.bus.publishLive('ticker', { account: 'paper', ticker: { pair: 'BTC/USDT', ts: 0, bid: '1', ask: '1', last: '1' } });
    this.clock.advance(1000);
  }

  get fired(): Array<TopicData<'alert.fired'>> {
    return this.journal.read({ topics: (topic) => topic === 'alert.fired' }).map(({ json }) => JSON.parse(json));
  }

  get texts(): string[] {
    return this.fired.map(({ text }) => text);
  }

  close(): void {
    this.alerts.stop();
    this.store.close();
  }

  remove(): void {
    this.close();
    fs.rmSync(this.home, { recursive: true, force: true });
  }
}
