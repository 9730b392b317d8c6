import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { RpcError } from '../../protocol/errors.ts';

/** What we use of a ccxt exchange (https://docs.ccxt.com). Numbers are strings, by its option `number`. */
export interface CcxtClient {
  readonly name: string;
  readonly has: Readonly<Record<string, boolean | 'emulated' | undefined>>;
  readonly timeframes: Readonly<Record<string, unknown>> | undefined;
  /** How `precision` is to be read: 2 decimal places, 3 significant digits, 4 size of a step. */
  readonly precisionMode: number;
  /** Headers of the newest answer, also of one that became an error. */
  readonly last_response_headers?: Readonly<Record<string, string>>;
  loadMarkets(reload?: boolean): Promise<Readonly<Record<string, CcxtMarket>>>;
  fetchTickers(pairs: readonly string[]): Promise<Readonly<Record<string, CcxtTicker>>>;
  fetchTicker(pair: string): Promise<CcxtTicker>;
  fetchOHLCV(pair: string, timeframe: string, since?: number, limit?: number): Promise<readonly CcxtCandle[]>;
}

export interface CcxtMarket {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly spot?: boolean;
  readonly active?: boolean;
  readonly precision: { readonly price?: string | number; readonly amount?: string | number };
  readonly limits: { readonly amount?: { readonly min?: string | number }; readonly cost?: { readonly min?: string | number } };
  readonly maker?: string | number;
  readonly taker?: string | number;
}

export interface CcxtTicker {
  readonly symbol: string;
  readonly timestamp?: number;
  readonly bid?: string;
  readonly ask?: string;
  readonly last?: string;
  readonly percentage?: string;
}

export type CcxtCandle = readonly [ts: number, open: string, high: string, low: string, close: string, volume: string];

type ErrorClass = abstract new (...args: never[]) => Error;

/** The classes of ccxt's error tree that decide what to do next. */
export interface CcxtErrors {
  /** Refused: asking again changes nothing. */
  readonly ExchangeError: ErrorClass;
  readonly RateLimitExceeded: ErrorClass;
  readonly DDoSProtection: ErrorClass;
  readonly RequestTimeout: ErrorClass;
  readonly OnMaintenance: ErrorClass;
}

export interface CcxtModule {
  readonly errors: CcxtErrors;
  create(options: object): CcxtClient;
}

/**
 * Loads one exchange of ccxt by its file, since the package's entry would load all hundred of them (half a second, 70 MB).
 *
 * @throws RpcError `invalid` when ccxt knows no such exchange
 */
export async function loadCcxt(id: string): Promise<CcxtModule> {
  const unknown = new RpcError('invalid', `ccxt knows no exchange "${id}"`, {
    field: 'market.exchange',
    hint: 'Give its ccxt name, such as binance, kraken, coinbase or bitstamp.',
  });
  if (!/^[a-z0-9]+$/.test(id)) throw unknown;
  const entry = createRequire(import.meta.url).resolve('ccxt');
  const load = (file: string) => import(pathToFileURL(path.join(path.dirname(entry), '../js/src', file)).href);
  const errors = (await load('base/errors.js')) as CcxtErrors;
  const module = (await load(`${id}.js`).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ERR_MODULE_NOT_FOUND' ? unknown : error;
  })) as { default: new (options: object) => CcxtClient };
  return { errors, create: (options) => new module.default({ enableRateLimit: true, ...options, number: String }) };
}
