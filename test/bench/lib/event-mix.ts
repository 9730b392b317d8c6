import { eventOf, type StoredEvent } from '../../../daemon/journal/event.ts';
import { TOPICS, type Topic, type TopicSpec } from '../../../daemon/protocol/index.ts';

const PAIRS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'BNB/USDT', 'XRP/USDT', 'ADA/USDT', 'DOGE/USDT', 'LTC/USDT', 'LINK/USDT', 'DOT/USDT'];
/** Of a hundred events in a row; the rest are prices. */
const SHARE = { log: 10, position: 4, performance: 4, trade: 4 };

/** What a very busy desk tells: of each hundred events 78 prices, 10 log lines, 4 positions, 4 sums and 4 of trades and their orders. */
export class EventMix {
  #count = 0;
  #line: number;
  #trade: number;

  /** @param options.lines number of the last log line there is; @param options.trades the same of trades */
  constructor({ lines, trades }: { lines: number; trades: number }) {
    this.#line = lines;
    this.#trade = trades;
  }

  /** The next event, as the daemon holds it. */
  next(now: number): StoredEvent {
    const { topic, data } = this.#make(this.#count++, now);
    const { about }: TopicSpec = TOPICS[topic];
    return eventOf(undefined, now, topic, JSON.stringify(data), about?.(data as never));
  }

  #make(count: number, now: number): { topic: Topic; data: object } {
    const place = count % 100;
    const account = 'paper';
    const pair = PAIRS[count % PAIRS.length] ?? '';
    const price = (100 + (count % 977) / 10).toFixed(2);
    const { log, position, performance, trade } = SHARE;
    if (place < log) {
      this.#line += 1;
      return { topic: 'log', data: { id: this.#line, ts: now, level: 'info', source: 'engine', text: `${pair} looked at, line ${this.#line}` } };
    }
    if (place < log + position)
      return { topic: 'position.update', data: { account, positions: PAIRS.slice(0, 6).map((each) => positionOf(each, price, now)) } };
    if (place < log + position + performance) {
      return { topic: 'performance.update', data: { account, ts: now, equity: `10${price}`, profitToday: price, drawdown: 0.01, currency: 'USDT' } };
    }
    if (place < log + position + performance + trade) return this.#traded(place % 2 === 0, pair, price, now);
    return { topic: 'ticker', data: { account, ticker: { pair, ts: now, bid: price, ask: price, last: price, change: 0.0123 } } };
  }

  #traded(opens: boolean, pair: string, price: string, now: number): { topic: Topic; data: object } {
    if (opens) this.#trade += 1;
    const account = 'paper';
    const [id, tradeId] = [`o_${this.#trade * 2 + Number(!opens)}`, `t_${this.#trade}`];
    const common = { account, pair, strategy: 'grid', amount: '1' };
    const order = {
      ...{ ...common, id, clientOrderId: id, side: opens ? 'buy' : 'sell', type: 'market', state: 'filled', price: null, filled: '1', average: price },
      ...{ cost: price, fee: '0.1', feeCurrency: 'USDT', purpose: opens ? 'entry' : 'exit', tradeId, tag: null, reason: null, createdAt: now, updatedAt: now },
    };
    const trade = {
      ...{ ...common, id: tradeId, state: opens ? 'open' : 'closed', openRate: price, closeRate: opens ? null : price, stake: price, fees: '0.1' },
      ...{ profit: '1.5', profitRatio: 0.01, stopPrice: null, entryTag: null, exitReason: null, openedAt: now, closedAt: opens ? null : now },
    };
    const fill = { id: `f_${id}`, orderId: id, ts: now, price, amount: '1', fee: '0.1', feeCurrency: 'USDT', liquidity: 'taker' };
    return { topic: opens ? 'trade.entry_fill' : 'trade.exit_fill', data: { account, trade, order, fill } };
  }
}

const positionOf = (pair: string, price: string, now: number) => ({
  ...{ tradeId: `t_9${pair.length}`, account: 'paper', pair, strategy: 'grid', amount: '1', entryPrice: '100', markPrice: price, markAt: now, value: price },
  ...{ profit: '1.5', profitRatio: 0.01, stopPrice: null, openedAt: now - 60_000 },
});
