import type { DataHealth } from '../../daemon/protocol/schemas/market.ts';

/** How far what the page shows can be trusted. `ageMs` is the age of the last price; null when there was none. */
export interface Freshness {
  readonly kind: 'fresh' | 'waiting' | 'stale' | 'ended' | 'disconnected';
  readonly ageMs: number | null;
}

/** Past this age prices are called old, whatever the daemon says of its source. */
export const STALE_AFTER_MS = 20_000;

/**
 * @param connected whether the daemon can be heard
 * @param health what the daemon last said of its prices
 * @param pricedAt daemon's clock at the last price heard, UTC milliseconds
 * @param daemonNow daemon's clock now, as estimated here
 */
export function freshness(connected: boolean, health: DataHealth | null, pricedAt: number | null, daemonNow: number): Freshness {
  const last = Math.max(pricedAt ?? 0, health?.updatedAt ?? 0);
  const ageMs = last === 0 ? null : Math.max(0, daemonNow - last);
  if (!connected) return { kind: 'disconnected', ageMs };
  if (health?.state === 'ended') return { kind: 'ended', ageMs };
  if (ageMs === null || health === null) return { kind: 'waiting', ageMs };
  return { kind: ageMs > STALE_AFTER_MS ? 'stale' : 'fresh', ageMs };
}
