import type { Connection, ConnectionState, Hello, SubscribeRequest, Subscription, SubscriptionHandlers } from '../../../daemon/client/connection.ts';
import type { Result } from '../../../daemon/protocol/index.ts';
import type { BotState, BotStatus, Reason } from '../../../daemon/protocol/schemas/bot.ts';
import type { Position, Trade } from '../../../daemon/protocol/schemas/trading.ts';

/** How the imagined desk looks; chosen in the address, such as `?scene=panicked`. */
export type Scene = 'running' | 'paused' | 'panicked' | 'empty' | 'live' | 'stale' | 'lost' | 'attention' | 'refused';

const START = 1_795_000_000_000;
const HOUR = 3_600_000;
const PAIRS: Record<string, number> = {
  'ADA/USDT': 0.4521,
  'BNB/USDT': 612.4,
  'BTC/USDT': 67412.5,
  'DOGE/USDT': 0.12345,
  'DOT/USDT': 6.214,
  'ETH/USDT': 3512.77,
  'LINK/USDT': 14.882,
  'LTC/USDT': 84.31,
  'SOL/USDT': 152.46,
  'XRP/USDT': 0.5333,
};

/** mulberry32: small, seeded, the same on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const next = random(7);
const between = (low: number, high: number) => low + next() * (high - low);
const now = () => Date.now();

const HELLO: Hello = {
  name: 'nightdesk',
  version: '0.1.0',
  protocol: 1,
  supported: { min: 1, max: 1 },
  bootId: 'b1',
  storeId: 's1',
  lastSeq: 48211,
  time: START,
  role: 'owner',
};

const STRATEGIES = ['ema-cross', 'rsi-reversion', 'grid'];

function position(pair: string, index: number): Position {
  const mark = PAIRS[pair]!;
  const ratio = [0.0182, -0.0064, 0.0031, 0.0447][index % 4]!;
  const entry = mark / (1 + ratio);
  const value = 1000 * (1 + ratio);
  return {
    tradeId: `t_${900 + index}`,
    account: 'paper',
    pair,
    strategy: STRATEGIES[index % 3]!,
    amount: (value / mark).toPrecision(6).replace(/\.?0+$/, ''),
    entryPrice: entry.toFixed(mark > 100 ? 2 : 5),
    markPrice: mark.toFixed(mark > 100 ? 2 : 5),
    markAt: now(),
    value: value.toFixed(4),
    profit: (value - 1000).toFixed(4),
    profitRatio: ratio,
    stopPrice: index % 3 === 2 ? null : (entry * 0.97).toFixed(mark > 100 ? 2 : 5),
    openedAt: now() - [0.4, 3.2, 11.7, 29][index % 4]! * HOUR,
  };
}

function trade(index: number, open: boolean): Trade {
  const pair = Object.keys(PAIRS)[(index * 7) % 10]!;
  const ratio = between(-0.028, 0.041);
  return {
    id: `t_${899 - index}`,
    account: 'paper',
    pair,
    strategy: STRATEGIES[index % 3]!,
    state: open ? 'open' : 'closed',
    amount: '1.5',
    openRate: '1',
    closeRate: '1',
    stake: '1000',
    fees: '2',
    profit: (1000 * ratio).toFixed(4),
    profitRatio: ratio,
    stopPrice: null,
    entryTag: 'cross_up',
    exitReason: ['take_profit', 'exit_signal', 'stop_loss', 'trailing_stop'][index % 4]!,
    openedAt: now() - (index + 2) * 1.7 * HOUR,
    closedAt: open ? null : now() - (index + 1) * 1.3 * HOUR,
  };
}

const REASONS: Partial<Record<Scene, Reason[]>> = {
  running: [
    { code: 'no_signal', severity: 'info', text: 'ema-cross waits for a cross on 7 of 10 pairs', strategy: 'ema-cross' },
    { code: 'max_open_trades', severity: 'info', text: '4 of 6 trades are open: two more entries are possible' },
  ],
  paused: [
    { code: 'paused', severity: 'warning', text: 'The bot is paused: no new entries', remedy: 'Resume it, here or with nightdesk bot resume', since: START },
  ],
  panicked: [
    { code: 'panicked', severity: 'critical', text: 'Panic: every order was cancelled and the bot is down', remedy: 'Rearm it, then start it', since: START },
    { code: 'drawdown', severity: 'warning', text: 'Drawdown is at 14.2 % of a limit of 15 %', remedy: 'Look at risk.status before starting again' },
  ],
  attention: [
    {
      code: 'reconcile',
      severity: 'critical',
      text: '2 orders on the exchange are not in the books',
      remedy: 'Look at them with nightdesk orders, cancel what is not yours, then start the bot',
      pair: 'ETH/USDT',
    },
  ],
  empty: [{ code: 'no_signal', severity: 'info', text: 'No strategy has seen its signal yet' }],
};

const STATES: Partial<Record<Scene, BotState>> = { paused: 'paused', panicked: 'panicked', attention: 'needs_attention' };

/** A desk made up for looking at the console: everything the page can show, no daemon. */
export class FakeConnection implements Connection {
  readonly #scene: Scene;
  #handlers: SubscriptionHandlers | undefined;
  #onState: (state: ConnectionState) => void = () => {};
  state: ConnectionState;
  #state: BotState;
  #equity = 10_000;
  #seq = HELLO.lastSeq;
  readonly #curve: { ts: number; equity: string; drawdown: number }[] = [];

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#state = STATES[scene] ?? 'running';
    this.state = scene === 'refused' ? { name: 'unauthorised', reason: 'no session' } : { name: 'ready', hello: { ...HELLO, time: now() } };
    let peak = this.#equity;
    const count = scene === 'empty' ? 0 : 1200;
    for (let index = 0; index < count; index++) {
      this.#equity += between(-9, 9.6) + Math.sin(index / 90) * 2.2;
      peak = Math.max(peak, this.#equity);
      const ts = now() - (count - index) * 7 * 60_000;
      this.#curve.push({ ts, equity: this.#equity.toFixed(4), drawdown: 1 - this.#equity / peak });
    }
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#onState = listener;
    return () => {};
  }

  subscribe(_request: SubscribeRequest, handlers: SubscriptionHandlers): Subscription {
    this.#handlers = handlers;
    return { position: this.#seq, close() {} };
  }

  connect(): void {
    if (this.#scene === 'refused') return;
    const empty = this.#scene === 'empty';
    const pairs = Object.keys(PAIRS);
    const snapshot = {
      bots: [this.#status()],
      positions: empty
        ? []
        : pairs
            .slice(0, 8)
            .filter((_, index) => index % 2 === 0)
            .map(position),
      orders: [],
      trades: empty ? [] : Array.from({ length: 30 }, (_, index) => trade(index, index === 0)),
      balances: [],
      candles: Object.fromEntries(
        pairs.map((pair) => [pair, { ts: now() - 4 * 60_000, open: '1', high: '1', low: '1', close: String(PAIRS[pair]), volume: '1' }]),
      ),
      tickers: {},
    };
    this.#handlers?.onStart?.({ seq: this.#seq, snapshot });
    this.#speak();
    if (this.#scene === 'lost') setTimeout(() => this.#onState({ name: 'waiting', attempt: 3, retryAt: now() + 8000, reason: 'gone' }), 500);
    else if (this.#scene !== 'stale') setInterval(() => this.#tick(), 1000);
  }

  close(): void {
    this.#handlers = undefined;
  }

  async call(method: string, params: object): Promise<never> {
    return this.#answer(method, params as Record<string, unknown>) as never;
  }

  callConfirmed(method: string, params: object): Promise<never> {
    return this.call(method, params);
  }

  #answer(method: string, params: Record<string, unknown>): unknown {
    const empty = this.#scene === 'empty';
    switch (method) {
      case 'bot.status':
        return this.#status();
      case 'bot.why':
        return { trading: this.#state === 'running', reasons: REASONS[this.#scene] ?? REASONS.running };
      case 'performance.summary':
        return this.#summary();
      case 'performance.equity':
        return { currency: 'USDT', points: this.#curve.filter((point) => point.ts >= Number(params.since ?? 0)) };
      case 'markets.list':
        return { items: Object.entries(PAIRS).map(([pair, price]) => ({ pair, priceStep: price > 100 ? '0.01' : '0.00001' })) };
      case 'markets.whitelist':
        return { items: Object.keys(PAIRS) };
      case 'replay.list':
        return { items: empty ? [] : [RUN] };
      case 'logs.query':
        return { items: empty ? [] : LOG };
      case 'bot.pause':
        return this.#become('paused');
      case 'bot.resume':
      case 'bot.start':
        return this.#become('running');
      case 'bot.stop':
        return this.#become('stopped');
      case 'bot.panic':
        return this.#become('panicked');
      case 'positions.close':
      case 'bot.rearm':
        throw Object.assign(new Error('Sells at the market price.'), { data: { kind: 'confirmation_required', retryable: false, token: 'cf_1' } });
      case 'rpc.confirm':
        return this.#become('stopped');
      default:
        throw new Error(`no answer made up for ${method}`);
    }
  }

  #become(state: BotState): BotStatus {
    this.#state = state;
    return this.#status();
  }

  #status(): BotStatus {
    const stale = this.#scene === 'stale';
    return {
      account: 'paper',
      state: this.#state,
      mode: this.#scene === 'live' ? 'live' : 'paper',
      strategies: STRATEGIES,
      openTrades: 4,
      maxOpenTrades: 6,
      openOrders: 3,
      profitToday: this.#scene === 'empty' ? '0' : '42.1875',
      equity: this.#equity.toFixed(4),
      stakeCurrency: 'USDT',
      since: now() - 2.24 * HOUR,
      reasons: [],
      data: {
        source: 'sim',
        label: 'simulated market',
        timeframe: '5m',
        state: stale ? 'stale' : 'fresh',
        updatedAt: now() - (stale ? 312_000 : 600),
        ageMs: 600,
        marketTime: null,
      },
    };
  }

  #summary(): Partial<Result<'performance.summary'>> {
    const empty = this.#scene === 'empty';
    return {
      startEquity: '10000',
      equity: this.#equity.toFixed(4),
      profit: (this.#equity - 10_000).toFixed(4),
      profitRatio: this.#equity / 10_000 - 1,
      trades: empty ? 0 : 87,
      wins: empty ? 0 : 51,
      winRate: empty ? null : 51 / 87,
      maxDrawdownRatio: empty ? 0 : 0.0318,
    };
  }

  #speak(): void {
    if (this.#scene === 'empty') return;
    const emit = this.#handlers!.onEvent.bind(this.#handlers);
    emit({ topic: 'warning', seq: ++this.#seq, ts: now() - 40 * 60_000, data: { source: 'market', text: 'No price of SOL/USDT for 31 s', account: 'paper' } });
    const text = 'An entry of 1 000 USDT in BTC/USDT was refused: exposure would be 62 % of a limit of 60 %';
    emit({ topic: 'risk.breach', seq: ++this.#seq, ts: now() - 9 * 60_000, data: { account: 'paper', limit: 'maxExposure', text, strategy: 'grid' } });
  }

  #tick(): void {
    const emit = this.#handlers?.onEvent.bind(this.#handlers);
    if (emit === undefined) return;
    for (const [pair, price] of Object.entries(PAIRS)) {
      PAIRS[pair] = price * between(0.9995, 1.0005);
      const last = PAIRS[pair].toFixed(price > 100 ? 2 : 5);
      emit({ topic: 'ticker', ts: now(), data: { account: 'paper', ticker: { pair, ts: now(), bid: last, ask: last, last, change: Math.sin(price) / 20 } } });
    }
    this.#equity += between(-2, 2);
    const data = { account: 'paper', ts: now(), equity: this.#equity.toFixed(4), profitToday: '42.1875', drawdown: 0.0041, currency: 'USDT' };
    emit({ topic: 'performance.update', ts: now(), data });
  }
}

const RUN: Result<'replay.get'> = {
  account: 'replay-1',
  file: '/data/ETH_BTC-5m.csv',
  pair: 'ETH/BTC',
  timeframe: '5m',
  strategy: 'ema-cross',
  speed: 60,
  state: 'running',
  candle: 1980,
  candles: 5760,
  marketTime: 1_516_000_000_000,
  startedAt: START,
  error: null,
  summary: null,
};

const TEXTS = [
  ['info', 'engine', 'Entry ETH/USDT by ema-cross: 0.2846 at 3512.77'],
  ['info', 'exchange', 'Order o_4821 filled: 0.2846 ETH at 3512.77, fee 1.00 USDT'],
  ['warning', 'risk', 'Entry in BTC/USDT refused: exposure would be 62 % of a limit of 60 %'],
  ['info', 'engine', 'Exit DOT/USDT by take_profit: +1.82 %'],
  ['error', 'channels', 'Webhook ops answered 503; next try in 8 s'],
  ['info', 'market', 'Candles closed for 10 pairs'],
] as const;

const LOG = Array.from({ length: 40 }, (_, index) => {
  const [level, source, text] = TEXTS[index % TEXTS.length]!;
  return { id: 400 - index, ts: now() - index * 47_000, level, source, text };
});
