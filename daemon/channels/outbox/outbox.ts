import { hash } from 'node:crypto';
import type { Delivery } from '../../protocol/methods/channels.ts';
import type { Row, Statement, Store } from '../../store/store.ts';

export interface OutboxRow {
  readonly id: number;
  readonly channel: string;
  readonly target: string;
  readonly seq: number;
  readonly part: number;
  readonly topic: string;
  readonly text: string;
  /** Null when the event could not be rendered. */
  readonly message: string | null;
  /** Idempotency id, the same through all attempts. */
  readonly key: string;
  readonly state: Delivery['state'];
  readonly attempts: number;
  /** Attempts that reached the other side, or may have. */
  readonly reached: number;
  /** When the event happened, UTC ms like all times here. */
  readonly created_at: number;
  readonly next_try_at: number;
  readonly delivered_at: number | null;
  readonly provider_id: string | null;
  readonly last_error: string | null;
  /** Higher goes first. */
  readonly priority: number;
  /** 1 where it shall make no sound. */
  readonly silent: number;
  /** Why it was held back, also once that is over. */
  readonly hold: HoldReason | null;
  readonly hold_group: string | null;
  /** Number of the event that sums it up. */
  readonly digest_seq: number | null;
}

export type HoldReason = 'quiet' | 'cap' | 'repeat';

/** Held back: why, together with which others, and until when (UTC ms). */
export interface Hold {
  readonly reason: HoldReason;
  /** What is held for one reason in one group ends together. */
  readonly group: string;
  readonly until: number;
}

type Required = Pick<OutboxRow, 'channel' | 'target' | 'seq' | 'part' | 'topic' | 'text' | 'message' | 'created_at' | 'priority' | 'silent'>;
export type NewRow = Required & { readonly error?: string; readonly hold?: Hold };

export interface ListOptions {
  readonly channel?: string;
  readonly state?: Delivery['state'];
  /** Only ids below this. */
  readonly before?: number;
  readonly limit: number;
}

const OPEN = "state IN ('queued', 'sending')";

/** The durable queue of messages: what SQL does, and nothing of when or why. */
export class Outbox {
  readonly #store: Store;
  readonly #storeId: string;
  readonly #insert: Statement<Row[]>;
  readonly #head: Statement<[string, string], OutboxRow>;
  readonly #get: Statement<[number], OutboxRow>;
  readonly #sending: Statement<[number]>;
  readonly #requeue: Statement<Row[]>;
  readonly #delivered: Statement<Row[]>;
  readonly #dead: Statement<Row[]>;

  /** @param storeId makes idempotency ids differ from those of every other store */
  constructor(store: Store, storeId: string) {
    this.#store = store;
    this.#storeId = storeId;
    this.#insert = store.prepare(`INSERT INTO outbox
      (channel, target, seq, part, topic, text, message, key, state, created_at, last_error, priority, silent, hold, hold_group, next_try_at) VALUES
      (@channel, @target, @seq, @part, @topic, @text, @message, @key, @state, @created_at, @error, @priority, @silent, @reason, @group, @until)`);
    this.#head = store.prepare(`SELECT * FROM outbox WHERE channel = ? AND target = ? AND ${OPEN} ORDER BY priority DESC, id LIMIT 1`);
    this.#get = store.prepare('SELECT * FROM outbox WHERE id = ?');
    this.#sending = store.prepare("UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = ?");
    this.#requeue = store.prepare(
      "UPDATE outbox SET state = 'queued', next_try_at = @nextTryAt, reached = reached + @reached, last_error = @error WHERE id = @id",
    );
    this.#delivered = store.prepare(
      "UPDATE outbox SET state = 'delivered', delivered_at = @at, provider_id = @providerId, reached = reached + 1, last_error = NULL WHERE id = @id",
    );
    this.#dead = store.prepare("UPDATE outbox SET state = 'dead', reached = reached + @reached, last_error = @error WHERE id = @id");
  }

  /** Queues a message, or holds it back; with an `error` it is a dead letter from the start. */
  insert({ error, hold, ...row }: NewRow): void {
    const state = error !== undefined ? 'dead' : hold ? 'held' : 'queued';
    const { reason = null, group = null, until = 0 } = hold ?? {};
    this.#insert.run({ ...row, key: this.#keyOf(row), state, error: error ?? null, reason, group, until });
  }

  /**
   * The same event gives the same id, so that one routed again after a loss of power is known to its receiver. The time
   * is part of it because a store that was restored from a backup gives numbers out again.
   */
  #keyOf({ channel, seq, part, created_at }: Required): string {
    return `msg_${hash('sha256', `${this.#storeId}|${channel}|${seq}|${part}|${created_at}`).slice(0, 32)}`;
  }

  get(id: number): OutboxRow | undefined {
    return this.#get.get(id);
  }

  /** The most urgent message of a target that is not done, the oldest of these. */
  head(channel: string, target: string): OutboxRow | undefined {
    return this.#head.get(channel, target);
  }

  /** Targets of a channel that have something to send. */
  targets(channel: string): string[] {
    const sql = `SELECT DISTINCT target FROM outbox WHERE channel = ? AND ${OPEN}`;
    return this.#store
      .prepare<[string], { target: string }>(sql)
      .all(channel)
      .map((row) => row.target);
  }

  markSending(id: number): void {
    this.#sending.run(id);
  }

  requeue(id: number, next: { nextTryAt: number; reached: boolean; error: string | null }): void {
    this.#requeue.run({ id, ...next, reached: Number(next.reached) });
  }

  markDelivered(id: number, at: number, providerId: string | null): void {
    this.#delivered.run({ id, at, providerId });
  }

  markDead(id: number, reached: boolean, error: string): void {
    this.#dead.run({ id, reached: Number(reached), error });
  }

  /** What was on its way when the channel or the daemon stopped goes back to the queue. */
  recover(channel: string): void {
    this.#store.prepare<[string]>("UPDATE outbox SET state = 'queued' WHERE channel = ? AND state = 'sending'").run(channel);
  }

  /** Lets waiting messages of a channel be tried at once. */
  hurry(channel: string): void {
    this.#store.prepare<[string]>(`UPDATE outbox SET next_try_at = 0 WHERE channel = ? AND ${OPEN}`).run(channel);
  }

  /** Puts a dead letter back in its place in the queue. */
  revive(id: number): void {
    this.#store.prepare<[number]>("UPDATE outbox SET state = 'queued', reached = 0, next_try_at = 0 WHERE id = ? AND state = 'dead'").run(id);
  }

  delete(id: number): void {
    this.#store.prepare<[number]>('DELETE FROM outbox WHERE id = ?').run(id);
  }

  /** Newest first. */
  list({ channel, state, before, limit }: ListOptions): OutboxRow[] {
    const terms = [channel !== undefined && 'channel = @channel', state !== undefined && 'state = @state', before !== undefined && 'id < @before'].filter(
      Boolean,
    );
    const where = terms.length > 0 ? `WHERE ${terms.join(' AND ')}` : '';
    const sql = `SELECT * FROM outbox ${where} ORDER BY id DESC LIMIT @limit`;
    const given = Object.fromEntries(Object.entries({ channel, state, before, limit }).filter(([, value]) => value !== undefined));
    return this.#store.prepare<[Row], OutboxRow>(sql).all(given);
  }

  /** How many messages wait, and since when the oldest does. */
  waiting(channel: string): { queued: number; oldest: number | null } {
    const sql = `SELECT count(*) AS queued, min(created_at) AS oldest FROM outbox INDEXED BY outbox_open WHERE channel = ? AND ${OPEN}`;
    return this.#store.prepare<[string], { queued: number; oldest: number | null }>(sql).get(channel) ?? { queued: 0, oldest: null };
  }

  /** Deletes messages that were delivered or summed up before a time, at most `limit`; returns how many went. */
  purge(channel: string, before: number, limit: number): number {
    const sql = `DELETE FROM outbox WHERE id IN (
      SELECT id FROM outbox WHERE channel = ? AND state IN ('delivered', 'summarised') AND delivered_at < ? LIMIT ?)`;
    return this.#store.prepare<[string, number, number]>(sql).run(channel, before, limit).changes;
  }

  /** Channels that have messages here. */
  channels(): string[] {
    const next = this.#store.prepare<[string], { id: string | null }>('SELECT min(channel) AS id FROM outbox WHERE channel > ?');
    const found: string[] = [];
    for (let id = next.get('')?.id; id; id = next.get(id)?.id) found.push(id);
    return found;
  }

  /** Deletes messages of a channel that happened before a time, whatever their state, at most `limit`; returns how many went. */
  purgeAll(channel: string, before: number, limit: number): number {
    const sql = 'DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE channel = ? AND created_at < ? ORDER BY id LIMIT ?)';
    return this.#store.prepare<[string, number, number]>(sql).run(channel, before, limit).changes;
  }

  /** Dead letters of a channel, oldest first. */
  dead(channel: string): OutboxRow[] {
    return this.#store.prepare<[string], OutboxRow>("SELECT * FROM outbox WHERE channel = ? AND state = 'dead' ORDER BY id").all(channel);
  }

  /** Forgets everything of a channel. */
  deleteAll(channel: string): void {
    this.#store.prepare<[string]>('DELETE FROM outbox WHERE channel = ?').run(channel);
  }
}

/**
 * A row as clients see it.
 *
 * @param reason why it waits, for people
 */
export const toDelivery = (row: OutboxRow, reason?: string): Delivery => ({
  id: String(row.id),
  channel: row.channel,
  target: row.target,
  seq: row.seq,
  topic: row.topic,
  text: row.text,
  state: row.state,
  attempts: row.attempts,
  createdAt: row.created_at,
  nextTryAt: (row.state === 'queued' || row.state === 'held') && row.next_try_at > 0 ? row.next_try_at : null,
  deliveredAt: row.state === 'delivered' ? row.delivered_at : null,
  providerId: row.provider_id,
  lastError: row.last_error,
  priority: row.priority > 0 ? 'critical' : 'normal',
  silent: row.silent === 1,
  held: row.hold,
  digestSeq: row.digest_seq,
  reason: reason ?? null,
});
