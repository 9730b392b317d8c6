import { PaperExchange } from '../../../daemon/exchange/paper/exchange.ts';
import type { PaperOptions } from '../../../daemon/exchange/paper/options.ts';
import type { Candle, ExecutionReport, Market, OrderRequest, PublicTrade, Ticker } from '../../../daemon/exchange/port.ts';

export const MARKET: Market = {
  pair: 'ETH/USDT',
  base: 'ETH',
  quote: 'USDT',
  priceStep: '0.01',
  amountStep: '0.001',
  minAmount: '0.01',
  minCost: '5',
  makerFee: '0.001',
  takerFee: '0.002',
};

export type Fill = Extract<ExecutionReport, { kind: 'fill' }>;

/** A paper exchange on a market that is moved by hand, with all that it reported. */
export function paperBench(resolution: 'tick' | 'candle', options?: Partial<PaperOptions>, market: Market = MARKET) {
  let now = 0;
  const source = { resolution, timeframe: '5m', markets: () => [market], now: () => now };
  const exchange = new PaperExchange({ source, ...(options && { options }) });
  const reports: ExecutionReport[] = [];
  exchange.onReport((report) => reports.push(report));
  return {
    exchange,
    reports,
    at: (time: number) => {
      now = time;
    },
    fills: () => reports.filter((report): report is Fill => report.kind === 'fill'),
    kinds: () => reports.map(({ clientOrderId, kind }) => `${clientOrderId} ${kind}`),
  };
}

export const order = (change: Partial<OrderRequest> = {}): OrderRequest => ({
  clientOrderId: 'a',
  pair: 'ETH/USDT',
  side: 'buy',
  type: 'limit',
  amount: '1',
  price: '99',
  filled: '0',
  ...change,
});

/** Opens and closes at 100; the range follows from the figures given. */
export function candle(change: Partial<Candle> = {}): Candle {
  const { open = '100', close = open } = change;
  const by = (a: string, b: string) => Number(a) - Number(b);
  const [least = open, most = open] = [open, close].sort(by);
  return { ts: 0, open, close, high: most, low: least, volume: '1000', ...change };
}

export const ticker = (change: Partial<Ticker> = {}): Ticker => ({ pair: 'ETH/USDT', ts: 0, bid: '99.9', ask: '100.1', last: '100', ...change });

export const trade = (change: Partial<PublicTrade> = {}): PublicTrade => ({ pair: 'ETH/USDT', ts: 0, price: '100', amount: '1000', side: 'sell', ...change });
