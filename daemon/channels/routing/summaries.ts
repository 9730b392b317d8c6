import type { Journal } from '../../journal/journal.ts';
import type { Log } from '../../log/log.ts';
import type { PeriodSummary } from '../../protocol/schemas/performance.ts';
import type { Store } from '../../store/store.ts';
import type { Clock } from '../ports.ts';
import { dueTimes, PERIODS, type Period } from './schedule.ts';
import type { Routing } from './schema.ts';

export type PeriodFigures = Omit<PeriodSummary, 'channels' | 'account' | 'period' | 'from' | 'until' | 'late'>;

/** Where the figures come from; undefined for an account there is not. */
export type FiguresOf = (account: string, from: number, until: number) => PeriodFigures | undefined;

export interface SummarisedChannel {
  readonly id: string;
  readonly routing: Routing;
  readonly zone: string;
  readonly accounts: readonly string[];
}

interface SummariesOptions {
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  readonly figures: FiguresOf;
  readonly channels: () => readonly SummarisedChannel[];
}

type DueSummary = Pick<PeriodSummary, 'channels' | 'account' | 'period' | 'from' | 'until'>;

const LONGEST_WAIT_MS = 60_000;
/** After this a summary says that it is late. */
const LATE_MS = 600_000;

/**
 * Tells channels the figures of each day, week and month at the time they chose. A summary covers the time since the one
 * before, so that nothing is in two and nothing in none; what came due while the daemon was down is told once, in one. The
 * event and the note that it was told are one write.
 */
export class SummarySchedule {
  readonly #with: SummariesOptions;
  #cancel: (() => void) | undefined;
  #stopped = true;

  constructor(options: SummariesOptions) {
    this.#with = options;
  }

  start(): void {
    this.#stopped = false;
    this.check();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  /** Tells what is due, and waits for what is due next. To be called when channels have changed, too. */
  check(): void {
    if (this.#stopped) return;
    this.#cancel?.();
    const { clock, log } = this.#with;
    let next: number | undefined;
    try {
      next = this.#tell(clock.now());
    } catch (error) {
      log.error('A summary could not be made; trying again', { error });
      next = clock.now() + LONGEST_WAIT_MS;
    }
    this.#cancel = next === undefined ? undefined : clock.after(Math.min(next - clock.now(), LONGEST_WAIT_MS), () => this.check());
  }

  /** Forgets what a channel was told. */
  forget(channel: string): void {
    this.#with.store.prepare<[string]>('DELETE FROM channel_summary WHERE channel = ?').run(channel);
  }

  /** @returns when the next summary is due */
  #tell(now: number): number | undefined {
    const { channels, journal, figures } = this.#with;
    const wanted = channels().flatMap((channel) => PERIODS.map((period) => ({ channel, period, due: this.#dueTimes(channel, period, now) })));
    const late = new Map<string, DueSummary & { channels: string[] }>();
    for (const { channel, period, due } of wanted) {
      if (!due) continue;
      const from = this.#toldUntil(channel.id, period);
      if (from === undefined) this.#setTold(channel.id, period, due.last);
      if (from === undefined || due.last <= from) continue;
      for (const account of channel.accounts) {
        const key = [account, period, from, due.last].join(' ');
        const summary = late.get(key) ?? { channels: [], account, period, from, until: due.last };
        summary.channels.push(channel.id);
        late.set(key, summary);
      }
    }
    if (late.size > 0) {
      journal.write((emit) => {
        for (const summary of late.values()) {
          const told = figures(summary.account, summary.from, summary.until);
          if (told) emit('performance.period', { ...summary, late: now - summary.until > LATE_MS, ...told });
          for (const channel of summary.channels) this.#setTold(channel, summary.period, summary.until);
        }
      });
    }
    const times = wanted.flatMap(({ due }) => due?.next ?? []);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** A period that is not asked for any more is forgotten: asked for again, it begins anew. */
  #dueTimes({ id, routing, zone }: SummarisedChannel, period: Period, now: number) {
    const due = routing.summaries && dueTimes(routing.summaries, period, zone, now);
    if (!due) this.#with.store.prepare<[string, string]>('DELETE FROM channel_summary WHERE channel = ? AND period = ?').run(id, period);
    return due;
  }

  #toldUntil(channel: string, period: Period): number | undefined {
    const sql = 'SELECT told_until FROM channel_summary WHERE channel = ? AND period = ?';
    return this.#with.store.prepare<[string, string], { told_until: number }>(sql).get(channel, period)?.told_until;
  }

  #setTold(channel: string, period: Period, until: number): void {
    const sql = 'INSERT OR REPLACE INTO channel_summary (channel, period, told_until) VALUES (?, ?, ?)';
    this.#with.store.prepare<[string, string, number]>(sql).run(channel, period, until);
  }
}
