import type { Statement, Store } from '../../store/store.ts';
import type { Hold, HoldReason, OutboxRow } from '../outbox/outbox.ts';

/** Messages of one target that are held for one reason until one time. */
export interface HeldGroup {
  readonly target: string;
  readonly reason: HoldReason;
  readonly group: string;
  readonly until: number;
}

type GroupRow = Pick<OutboxRow, 'target'> & { hold: HoldReason; hold_group: string; until: number };

/** The part of the outbox that waits for its time, and the counts that decide what has to. */
export class Holds {
  readonly #store: Store;
  readonly #open: Statement<[string, string, string], { until: number | null }>;
  readonly #due: Statement<[string], { until: number | null }>;
  readonly #window: Statement<[string, string], { began_at: number; told: number }>;
  readonly #setWindow: Statement<[string, string, number, number]>;

  constructor(store: Store) {
    this.#store = store;
    this.#open = store.prepare("SELECT max(next_try_at) AS until FROM outbox WHERE channel = ? AND hold = ? AND hold_group = ? AND state = 'held'");
    this.#due = store.prepare("SELECT min(next_try_at) AS until FROM outbox WHERE channel = ? AND state = 'held'");
    this.#window = store.prepare('SELECT began_at, told FROM channel_window WHERE channel = ? AND text_hash = ?');
    this.#setWindow = store.prepare('INSERT OR REPLACE INTO channel_window (channel, text_hash, began_at, told) VALUES (?, ?, ?, ?)');
  }

  /** Until when a group that has messages in it is held; undefined when it has none. */
  openUntil(channel: string, reason: HoldReason, group: string): number | undefined {
    return this.#open.get(channel, reason, group)?.until ?? undefined;
  }

  /** When the first messages of a channel are due. */
  nextDue(channel: string): number | undefined {
    return this.#due.get(channel)?.until ?? undefined;
  }

  /** Groups of a channel whose time has come. */
  dueGroups(channel: string, now: number): HeldGroup[] {
    const sql = `SELECT target, hold, hold_group, max(next_try_at) AS until FROM outbox WHERE channel = ? AND state = 'held'
      GROUP BY target, hold, hold_group HAVING min(next_try_at) <= ? ORDER BY min(id)`;
    const rows = this.#store.prepare<[string, number], GroupRow>(sql).all(channel, now);
    return rows.map(({ target, hold, hold_group, until }) => ({ target, reason: hold, group: hold_group, until }));
  }

  /** Messages of a group, oldest first. */
  messages(channel: string, { target, reason, group }: HeldGroup): OutboxRow[] {
    const sql = "SELECT * FROM outbox WHERE channel = ? AND target = ? AND hold = ? AND hold_group = ? AND state = 'held' ORDER BY id";
    return this.#store.prepare<[string, string, string, string], OutboxRow>(sql).all(channel, target, reason, group);
  }

  /** Holds back what is queued for a target: all but what is critical, under way, or a summary that was asked for at this time. */
  holdQueued(channel: string, target: string, { reason, group, until }: Hold): void {
    const sql = `UPDATE outbox SET state = 'held', hold = ?, hold_group = ?, next_try_at = ?
      WHERE channel = ? AND target = ? AND state = 'queued' AND priority = 0 AND topic <> 'performance.period'`;
    this.#store.prepare<[string, string, number, string, string]>(sql).run(reason, group, until, channel, target);
  }

  /** Changes until when a reason holds. */
  reschedule(channel: string, reason: HoldReason, until: number): void {
    const sql = "UPDATE outbox SET next_try_at = ? WHERE channel = ? AND hold = ? AND state = 'held'";
    this.#store.prepare<[number, string, string]>(sql).run(until, channel, reason);
  }

  /** Lets a message go by itself. */
  release(id: number): void {
    this.#store.prepare<[number]>("UPDATE outbox SET state = 'queued', next_try_at = 0 WHERE id = ?").run(id);
  }

  /** Notes that a message was told in a digest. */
  summarise(id: number, digestSeq: number, now: number): void {
    const sql = "UPDATE outbox SET state = 'summarised', digest_seq = ?, delivered_at = ?, next_try_at = 0 WHERE id = ?";
    this.#store.prepare<[number, number, number]>(sql).run(digestSeq, now, id);
  }

  /** The window that counts a text, or with an empty hash all messages of a channel. */
  window(channel: string, hash: string): { beganAt: number; told: number } | undefined {
    const row = this.#window.get(channel, hash);
    return row && { beganAt: row.began_at, told: row.told };
  }

  setWindow(channel: string, hash: string, beganAt: number, told: number): void {
    this.#setWindow.run(channel, hash, beganAt, told);
  }

  /** Forgets the texts told before a time. */
  forgetTexts(channel: string, before: number): void {
    this.#store.prepare<[string, number]>("DELETE FROM channel_window WHERE channel = ? AND text_hash <> '' AND began_at < ?").run(channel, before);
  }

  /** How many messages of a channel are held. */
  count(channel: string): number {
    const sql = "SELECT count(*) AS held FROM outbox INDEXED BY outbox_held WHERE channel = ? AND state = 'held'";
    return this.#store.prepare<[string], { held: number }>(sql).get(channel)?.held ?? 0;
  }

  /** Forgets everything of a channel but its messages. */
  deleteAll(channel: string): void {
    this.#store.prepare<[string]>('DELETE FROM channel_window WHERE channel = ?').run(channel);
  }
}
