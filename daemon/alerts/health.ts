import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log/log.ts';
import type { DataHealth } from '../protocol/schemas/market.ts';
import type { TopicData } from '../protocol/topics.ts';
import type { Store } from '../store/store.ts';
import type { AlertClock } from './alerts.ts';

export interface HealthLimits {
  /** Null: not watched. */
  readonly staleDataSeconds: number | null;
  readonly stalledLoopSeconds: number | null;
}

export interface HealthWatchOptions {
  readonly store: Store;
  readonly journal: Journal;
  readonly log: Log;
  readonly limits: () => HealthLimits;
  /** Health of the prices that the desk trades by. */
  readonly data: () => DataHealth;
  readonly clock: AlertClock;
  /** Milliseconds that pass while the machine is awake, whatever its clock is set to. */
  readonly uptime?: () => number;
}

const EVERY_MS = 1000;
/** A machine that is overloaded for long is told of once in this time. */
const STALL_AGAIN_MS = 600_000;
const DATA = 'market_data';

/** Tells when the daemon itself stands still, and when prices no longer come: what nobody away would find out otherwise. */
export class HealthWatch {
  readonly #with: HealthWatchOptions;
  readonly #uptime: () => number;
  #cancel: (() => void) | undefined;
  #startedAt = 0;
  #tickedAt = 0;
  #stallToldAt = Number.NEGATIVE_INFINITY;
  #staleSince: number | undefined;

  constructor(options: HealthWatchOptions) {
    this.#with = options;
    this.#uptime = options.uptime ?? (() => performance.now());
  }

  start(): void {
    const { store, clock } = this.#with;
    const sql = 'SELECT failing_since FROM health WHERE check_name = ?';
    this.#staleSince = store.prepare<[string], { failing_since: number }>(sql).get(DATA)?.failing_since;
    this.#startedAt = clock.now();
    this.#tickedAt = this.#uptime();
    this.#next();
  }

  stop(): void {
    this.#cancel?.();
  }

  #next(): void {
    this.#cancel = this.#with.clock.after(EVERY_MS, () => {
      try {
        this.#look();
      } catch (error) {
        this.#with.log.error('The health of the daemon could not be looked at', { error });
      }
      this.#next();
    });
  }

  #look(): void {
    const { limits } = this.#with;
    const { stalledLoopSeconds, staleDataSeconds } = limits();
    const uptime = this.#uptime();
    const stalledMs = uptime - this.#tickedAt - EVERY_MS;
    this.#tickedAt = uptime;
    if (stalledLoopSeconds !== null && stalledMs > stalledLoopSeconds * 1000) this.#tellStall(stalledMs, uptime);
    this.#lookAtData(staleDataSeconds);
  }

  #tellStall(stalledMs: number, uptime: number): void {
    if (uptime - this.#stallToldAt < STALL_AGAIN_MS) return;
    this.#stallToldAt = uptime;
    const since = this.#with.clock.now() - Math.round(stalledMs);
    const text = `The daemon stood still for ${spell(stalledMs)}: no order, exit or message was seen to meanwhile`;
    this.#with.journal.append('daemon.health', { check: 'event_loop', state: 'failing', text, since, forMs: Math.round(stalledMs) });
  }

  #lookAtData(limitSeconds: number | null): void {
    const { clock, data } = this.#with;
    const { state, ageMs, label, reason } = data();
    const now = clock.now();
    const since = now - (ageMs ?? now - this.#startedAt);
    const isStale = limitSeconds !== null && state !== 'ended' && now - since > limitSeconds * 1000;
    if (isStale && this.#staleSince === undefined) {
      const text = `No price from ${label} for ${spell(now - since)}${reason ? `: ${reason}` : ''}`;
      this.#tellData({ state: 'failing', since, text, forMs: now - since, source: label, ...(reason && { reason }) });
    }
    if (!isStale && this.#staleSince !== undefined) {
      const forMs = now - this.#staleSince;
      this.#tellData({ state: 'ok', since: this.#staleSince, text: `Prices from ${label} again, after ${spell(forMs)}`, forMs, source: label });
    }
  }

  #tellData(told: Omit<TopicData<'daemon.health'>, 'check'>): void {
    const { store, journal } = this.#with;
    const { state, since } = told;
    journal.write((emit) => {
      if (state === 'failing') store.prepare<[string, number]>('INSERT OR REPLACE INTO health (check_name, failing_since) VALUES (?, ?)').run(DATA, since);
      else store.prepare<[string]>('DELETE FROM health WHERE check_name = ?').run(DATA);
      emit('daemon.health', { check: DATA, ...told });
    });
    this.#staleSince = state === 'failing' ? since : undefined;
  }
}

/** Such as `2 min 10 s`. */
function spell(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).slice(0, 2);
  return told.length > 0 ? told.map(([count, unit]) => `${count} ${unit}`).join(' ') : '0 s';
}
