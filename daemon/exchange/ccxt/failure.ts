import type { CcxtClient, CcxtErrors } from './client.ts';

/** Why a request failed, and when another try makes sense. */
export interface Failure {
  /** For people. */
  readonly reason: string;
  /** False when the exchange refused: the same request will be refused again. */
  readonly passing: boolean;
  /** Not before this long, when the exchange says so. */
  readonly retryAfterMs: number | null;
}

const REASON_CHARS = 200;

/** Reads an error of ccxt by its two roots: what the exchange refused, and what got lost on the way. */
export function failureOf(error: unknown, errors: CcxtErrors, client: Pick<CcxtClient, 'name' | 'last_response_headers'>): Failure {
  const limited = error instanceof errors.RateLimitExceeded || error instanceof errors.DDoSProtection;
  const retryAfterMs = limited ? retryAfter(client.last_response_headers) : null;
  const detail = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').slice(0, REASON_CHARS);
  const told = (what: string) => ({ reason: `${client.name} ${what}`, passing: true, retryAfterMs });
  if (limited) return told('asks us to slow down');
  if (error instanceof errors.RequestTimeout) return told('did not answer in time');
  if (error instanceof errors.OnMaintenance) return told('is under maintenance');
  if (error instanceof errors.ExchangeError) return { reason: `${client.name} refused: ${detail}`, passing: false, retryAfterMs };
  return told(`can't be reached or answered nonsense: ${detail}`);
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
function retryAfter(headers: Readonly<Record<string, string>> | undefined): number | null {
  const value = headers?.['Retry-After'];
  if (!value) return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/** Delay before try number `attempt` (from 1): doubling from `firstMs` to at most a minute, the upper half at random. */
export function backOff(attempt: number, firstMs: number, random: () => number = Math.random): number {
  const full = Math.min(60_000, firstMs * 2 ** (attempt - 1));
  return Math.round(full * (0.5 + random() / 2));
}
