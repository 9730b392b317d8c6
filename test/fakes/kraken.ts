import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How an answer goes wrong. */
export type Fault = { status: number; headers?: Record<string, string>; body?: string } | 'malformed' | 'hang' | { refuse: string };

const MINUTE = 60_000;

/**
 * Kraken's public REST interface on loopback (https://docs.kraken.com/api-reference/market-data): two pairs whose price
 * is the number of the minute, so that a test can tell which candle it sees.
 */
export class FakeKraken {
  readonly requests: { path: string; at: number }[] = [];
  /** Minutes in which nobody trades: they have no candle. */
  quiet: (minute: number) => boolean = () => false;
  readonly #faults = new Map<string, Fault[]>();
  readonly #now: () => number;
  readonly #server = createServer((request, response) => this.#answer(request, response));

  constructor(now: () => number) {
    this.#now = now;
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The next answers of an endpoint, such as `Ticker`, go wrong one after the other. */
  fail(endpoint: string, ...faults: Fault[]): void {
    this.#faults.set(endpoint, [...(this.#faults.get(endpoint) ?? []), ...faults]);
  }

  count(endpoint: string): number {
    return this.requests.filter(({ path }) => path === endpoint).length;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://kraken');
    const endpoint = url.pathname.split('/').at(-1) ?? '';
    this.requests.push({ path: endpoint, at: performance.now() });
    const fault = this.#faults.get(endpoint)?.shift();
    if (fault === 'hang') return;
    if (fault === 'malformed') response.end('{"error":[],"result":{"XXBTZUSD":{"a":["1');
    else if (fault && 'status' in fault) response.writeHead(fault.status, fault.headers).end(fault.body ?? '');
    else
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify(fault ? { error: [fault.refuse] } : { error: [], result: this.#result(endpoint, url) }));
  }

  #result(endpoint: string, url: URL): unknown {
    const pairs = url.searchParams.get('pair')?.split(',') ?? [];
    if (endpoint === 'AssetPairs') return { XXBTZUSD: market('XXBT', 'ZUSD', 'XBT/USD', 1), XETHZUSD: market('XETH', 'ZUSD', 'ETH/USD', 2) };
    if (endpoint === 'Assets') return { XXBT: asset('XBT'), XETH: asset('ETH'), ZUSD: asset('USD') };
    const minute = Math.floor(this.#now() / MINUTE);
    if (endpoint === 'Ticker') return Object.fromEntries(pairs.map((pair) => [pair, ticker(minute)]));
    if (endpoint === 'OHLC') return { [pairs[0] ?? '']: this.#candles(Number(url.searchParams.get('since')), minute), last: minute * 60 };
    return {};
  }

  /** With the one that is still forming at the end, as Kraken does it. */
  #candles(since: number, last: number): unknown[] {
    const candles: unknown[] = [];
    for (let minute = Math.max(last - 719, Math.ceil(since / 60)); minute <= last; minute++) {
      const price = `${minute}.5`;
      if (!this.quiet(minute)) candles.push([minute * 60, price, price, price, price, price, '1.50000000', 3]);
    }
    return candles;
  }
}

const asset = (altname: string) => ({ aclass: 'currency', altname, decimals: 10, display_decimals: 5, status: 'enabled' });

const market = (base: string, quote: string, wsname: string, decimals: number) => ({
  altname: wsname.replace('/', ''),
  wsname,
  aclass_base: 'currency',
  base,
  aclass_quote: 'currency',
  quote,
  pair_decimals: decimals,
  lot_decimals: 8,
  lot_multiplier: 1,
  leverage_buy: [],
  leverage_sell: [],
  fees: [[0, 0.4]],
  fees_maker: [[0, 0.25]],
  fee_volume_currency: 'ZUSD',
  ordermin: '0.00005',
  costmin: '0.5',
  status: 'online',
});

const ticker = (minute: number) => {
  const twice = (value: string) => [value, value];
  return {
    a: [`${minute}.60000`, '1', '1.000'],
    b: [`${minute}.40000`, '2', '2.000'],
    c: [`${minute}.50000`, '0.04408910'],
    v: twice('4147.94474901'),
    p: twice('2456.22239'),
    t: [3907, 10056],
    l: twice(`${minute}.50000`),
    h: twice(`${minute}.50000`),
    o: `${minute}.50000`,
  };
};
