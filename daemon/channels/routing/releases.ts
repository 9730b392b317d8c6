import type { Emit, Journal } from '../../journal/journal.ts';
import type { Log } from '../../log/log.ts';
import type { TopicData } from '../../protocol/topics.ts';
import type { OutboxRow } from '../outbox/outbox.ts';
import type { Clock } from '../ports.ts';
import { digestOf } from './digest.ts';
import type { HeldGroup, Holds } from './holds.ts';
import type { Routing } from './schema.ts';

/** A channel whose messages may go when their time comes. */
export interface HoldingChannel {
  readonly id: string;
  readonly routing: Routing;
  readonly zone: string;
  wake(): void;
  /** Whether it has words for a digest. */
  tellsDigest(digest: TopicData<'channel.digest'>): boolean;
}

interface ReleasesOptions {
  readonly holds: Holds;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  /** Those at work; of others all waits. */
  readonly channels: () => readonly HoldingChannel[];
  /** Has everything routed that happened, then calls `run`. */
  readonly catchUp: () => void;
}

/** A machine that slept, or whose clock was set, is found out this soon. */
const LONGEST_WAIT_MS = 60_000;

/** Digests are not summed up in digests. */
const BY_ITSELF: ReadonlySet<string> = new Set(['channel.digest', 'performance.period']);

/**
 * Lets held messages go when their time has come: by themselves, or summed up in an event that the channel is told like
 * any other. That event and the end of the messages it stands for are one write, so none is lost and none told twice.
 */
export class Releases {
  readonly #with: ReleasesOptions;
  #cancel: (() => void) | undefined;
  #stopped = true;

  constructor(options: ReleasesOptions) {
    this.#with = options;
  }

  start(): void {
    this.#stopped = false;
    this.#with.catchUp();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Releases what is due, and waits for what is due next. To be called when no channel is behind the journal, so that what is held is all there. */
  run(): void {
    if (this.#stopped) return;
    const { channels, clock, holds, log } = this.#with;
    const now = clock.now();
    let next: number | undefined;
    for (const channel of channels()) {
      let due = holds.nextDue(channel.id);
      if (due !== undefined && due <= now) {
        try {
          this.#release(channel, now);
          due = holds.nextDue(channel.id);
        } catch (error) {
          log.error('Messages that were held back could not be let go; trying again', { error, channel: channel.id });
          due = now + LONGEST_WAIT_MS;
        }
      }
      if (due !== undefined) next = Math.min(next ?? due, due);
    }
    this.#wait(next === undefined ? undefined : next - now);
  }

  #wait(ms: number | undefined): void {
    this.#cancel?.();
    this.#cancel = ms === undefined ? undefined : this.#with.clock.after(Math.min(Math.max(ms, 0), LONGEST_WAIT_MS), () => this.#with.catchUp());
  }

  #release(channel: HoldingChannel, now: number): void {
    const { holds, journal } = this.#with;
    journal.write((emit) => {
      for (const group of holds.dueGroups(channel.id, now)) this.#releaseGroup(channel, group, now, emit);
    });
    channel.wake();
  }

  #releaseGroup(channel: HoldingChannel, group: HeldGroup, now: number, emit: Emit): void {
    const { holds } = this.#with;
    const rows = holds.messages(channel.id, group);
    const digest = digestFor(channel, group, rows);
    for (const row of rows) if (!digest || goesAlone(row)) holds.release(row.id);
    if (!digest) return;
    const seq = emit('channel.digest', digest);
    for (const row of rows) if (!goesAlone(row)) holds.summarise(row.id, seq, now);
  }
}

/** What stands for the messages of a group, but for those that go alone; undefined when each goes by itself. */
function digestFor(channel: HoldingChannel, group: HeldGroup, rows: readonly OutboxRow[]): TopicData<'channel.digest'> | undefined {
  if (group.reason === 'quiet' && channel.routing.quietHours?.digest === false) return undefined;
  const together = rows.filter((row) => !goesAlone(row));
  const events = new Set(together.map((row) => row.seq)).size;
  if (events === 0 || (events === 1 && group.reason !== 'repeat')) return undefined;
  const digest = digestOf(channel.id, group, together, channel.zone);
  return channel.tellsDigest(digest) ? digest : undefined;
}

/** One that was tried may have arrived: it has to go again under its own id. */
const goesAlone = (row: OutboxRow): boolean => row.attempts > 0 || BY_ITSELF.has(row.topic);
