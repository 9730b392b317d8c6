import { z } from 'zod';
import { Config } from '../../daemon/config/schema.ts';
import { BookStore } from '../../daemon/engine/books/book-store.ts';
import { Desk, type DeskOptions } from '../../daemon/engine/desk/desk.ts';
import { BookQueries } from '../../daemon/engine/queries.ts';
import { type DeskSettings, settingsOf } from '../../daemon/engine/settings.ts';
import { PaperExchange } from '../../daemon/exchange/paper/exchange.ts';
import type { PaperOptions } from '../../daemon/exchange/paper/options.ts';
import type { Candle, DataHealth, Exchange, Market, MarketListener, MarketSource } from '../../daemon/exchange/port.ts';
import { EventBus } from '../../daemon/journal/bus.ts';
import { Journal } from '../../daemon/journal/journal.ts';
import { SILENT } from '../../daemon/log/log.ts';
import type { Topic } from '../../daemon/protocol/index.ts';
import { Store } from '../../daemon/store/store.ts';
import type { Intent, Strategy, StrategyContext } from '../../daemon/strategies/strategy.ts';

export const MINUTE = 60_000;
/** A Tuesday, noon UTC. */
export const NOON = Date.UTC(2026, 0, 6, 12);

export const market = (pair: string, more: Partial<Market> = {}): Market => {
  const [base = '', quote = ''] = pair.split('/');
  return {
    pair,
    base,
    quote,
    priceStep: '0.01',
    amountStep: '0.0001',
    minAmount: '0.001',
    minCost: '5',
    makerFee: '0.001',
    takerFee: '0.001',
    ...more,
  };
};

/** A market moved by hand: time stands still but for what a test tells. */
export class HandSource implements MarketSource {
  readonly kind = 'sim';
  readonly label = 'market moved by hand';
  readonly timeframe = '1m';
  readonly resolution: 'tick' | 'candle';
  readonly past: Candle[] = [];
  health_: DataHealth['state'] = 'fresh';
  #now = NOON;
  readonly #markets: Market[];
  #listener: MarketListener | undefined;

  constructor(resolution: 'tick' | 'candle' = 'tick', markets: Market[] = [market('BTC/USDT'), market('ETH/USDT')]) {
    this.resolution = resolution;
    this.#markets = markets;
  }

  markets(): readonly Market[] {
    return this.#markets;
  }

  async history(_pair: string, _until: number, limit: number): Promise<readonly Candle[]> {
    return this.past.slice(-limit);
  }

  async start(_pairs: readonly string[], listener: MarketListener): Promise<void> {
    this.#listener = listener;
  }

  async stop(): Promise<void> {}

  health(): DataHealth {
    return { source: 'sim', label: this.label, timeframe: this.timeframe, state: this.health_, updatedAt: this.#now, ageMs: 12_000, marketTime: this.#now };
  }

  now(): number {
    return this.#now;
  }

  pass(ms: number): void {
    this.#now += ms;
  }

  /** A quote without spread, a second later. */
  tick(price: number | string, pair = 'BTC/USDT'): void {
    this.#now += 1000;
    const last = String(price);
    this.#listener?.ticker({ pair, ts: this.#now, bid: last, ask: last, last });
  }

  candle(open: number, high: number, low: number, close: number, pair = 'BTC/USDT'): void {
    const ts = this.#now;
    this.#now += MINUTE;
    this.#listener?.candle(pair, { ts, open: `${open}`, high: `${high}`, low: `${low}`, close: `${close}`, volume: '1000000' });
  }

  flat(price: number, pair = 'BTC/USDT'): void {
    this.candle(price, price, price, price, pair);
  }
}

/** A strategy that does what a test has put down for the next candle. */
export function scripted(id = 'scripted'): {
  strategy: Strategy;
  next: (decide: (context: StrategyContext) => readonly Intent[]) => void;
  seen: StrategyContext[];
} {
  let decision: (context: StrategyContext) => readonly Intent[] = () => [];
  const seen: StrategyContext[] = [];
  const onCandle = (context: StrategyContext): readonly Intent[] => {
    seen.push(context);
    const decide = decision;
    if (!context.warmingUp) decision = () => [];
    return context.warmingUp ? [] : decide(context);
  };
  return {
    seen,
    next: (decide) => {
      decision = decide;
    },
    strategy: { id, title: id, description: 'Does as told', params: z.strictObject({}), warmup: () => 0, create: () => ({ onCandle }) },
  };
}

/** No slippage and no spread, so that figures can be reckoned by hand. */
export const EXACT: Partial<PaperOptions> = { slippage: '0', impact: '0', spread: '0', participation: '1', tickerDepth: '100000000' };

export const settings = (more: Partial<DeskSettings> = {}): DeskSettings => ({
  ...settingsOf(Config.parse({})),
  pairs: ['BTC/USDT', 'ETH/USDT'],
  exits: { stopLoss: null, takeProfit: [], trailing: null },
  strategies: {},
  ...more,
});

export interface Bench {
  readonly desk: Desk;
  readonly store: Store;
  readonly source: HandSource;
  readonly journal: Journal;
  readonly bus: EventBus;
  readonly queries: BookQueries;
  /** Data of all events of a topic so far. */
  told<T = Record<string, never>>(topic: Topic): T[];
  /** The same store under a new process. */
  again(more?: Partial<DeskOptions>): Promise<Bench>;
}

/** A desk on a market moved by hand, with the real paper exchange, journal and SQLite. */
export async function openDesk(more: Partial<DeskOptions> & { source?: HandSource; file?: string; paper?: Partial<PaperOptions> } = {}): Promise<Bench> {
  const store = new Store(more.file ?? ':memory:');
  return onStore(store, more);
}

async function onStore(store: Store, more: Partial<DeskOptions> & { source?: HandSource; paper?: Partial<PaperOptions> }): Promise<Bench> {
  const bus = new EventBus((_owner, error) => {
    throw error;
  });
  const journal = new Journal(store, bus);
  const source = more.source ?? new HandSource();
  const exchange: Exchange = more.exchange ?? new PaperExchange({ source, options: more.paper ?? EXACT });
  const desk = new Desk({
    account: 'paper',
    store: new BookStore(store),
    journal,
    bus,
    log: SILENT,
    strategies: new Map(),
    settings: settings(),
    currency: 'USDT',
    startBalance: '10000',
    initialState: 'running',
    sampleMs: MINUTE,
    ...more,
    source,
    exchange,
  });
  await desk.start();
  return {
    desk,
    store,
    source,
    journal,
    bus,
    queries: new BookQueries(store),
    told: <T>(topic: Topic) => journal.read({ topics: (one) => one === topic, limit: 100_000 }).map((event) => JSON.parse(event.json) as T),
    again: ({ ...rest } = {}) => onStore(store, { ...more, exchange: undefined, ...rest, source }),
  };
}
