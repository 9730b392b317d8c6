import { setImmediate as turn } from 'node:timers/promises';
import type { Log } from '../../log/log.ts';
import type { Store } from '../../store/store.ts';
import type { Sender, SendResult } from '../descriptor.ts';
import type { Clock } from '../ports.ts';
import { attempt, GRACE_MS } from './attempt.ts';
import { type Backoff, nextDelay } from './backoff.ts';
import type { Outbox, OutboxRow } from './outbox.ts';

/** What a worker tells its channel, once the outcome of a message is written down. */
export interface WorkerHost {
  /** Whether messages may be taken on. */
  readonly open: boolean;
  /** Inside a transaction: holds back what may not be sent now, so that it is queued no more. */
  holdBack(target: string): void;
  delivered(row: OutboxRow): void;
  /** Tried in vain; `again` says whether it stays queued. */
  failed(row: OutboxRow, again: boolean, problem: { error: string; remedy: string | null }): void;
  /** Nothing will pass: the channel closes, `open` is false from now on. */
  parked(row: OutboxRow, problem: { error: string; remedy: string }): void;
  /** A message changed its state. */
  changed(id: number): void;
}

export interface WorkerOptions {
  readonly channel: string;
  readonly target: string;
  readonly outbox: Outbox;
  readonly store: Store;
  readonly sender: Sender;
  readonly host: WorkerHost;
  readonly clock: Clock;
  readonly random: () => number;
  readonly backoff: Backoff;
  readonly maxAttempts: number;
  readonly timeoutMs: number;
  readonly log: Log;
}

/** Wait before the outcome of an attempt is written down again, when the store refused it. */
const STORE_RETRY_MS = 1000;

/**
 * Sends the messages of one channel to one target, one at a time, oldest first: a message that has to wait holds up
 * those behind it, so that order is kept. Critical ones overtake all others, also one that waits for its next try, and
 * keep order among themselves; what is on its way is not called back for them.
 */
export class Worker {
  readonly #with: WorkerOptions;
  #busy = false;
  /** Sends what is due, waits for nothing. */
  #draining = false;
  #stopping = false;
  #closed = false;
  #cancelWait: (() => void) | undefined;
  #abort: AbortController | undefined;
  #running: Promise<void> = Promise.resolve();
  #interrupted = false;

  constructor(options: WorkerOptions) {
    this.#with = options;
  }

  /**
   * Takes on the oldest message if it is due and nothing is under way; sets a timer if it is not due. May run inside a
   * transaction.
   *
   * @returns starts sending; call it once the transaction is committed
   */
  claim(): (() => void) | undefined {
    if (this.#busy) return undefined;
    const row = this.#take();
    return row && (() => this.#run(row));
  }

  /** Looks whether there is something to send. */
  wake(): void {
    this.#with.store.relaxed(() => this.claim())?.();
  }

  /**
   * Sends on for `graceMs` or until it would have to wait, then aborts the message on its way: that one is left in state
   * `sending`, and it is no failure of the channel. Nothing is sent or written afterwards.
   */
  async stop(graceMs: number): Promise<void> {
    this.#draining = true;
    this.#cancelWait?.();
    const { clock } = this.#with;
    const givenUp = Promise.withResolvers<void>();
    const cancels = [clock.after(graceMs, () => this.#interrupt()), clock.after(graceMs + GRACE_MS, givenUp.resolve)];
    await Promise.race([this.#running, givenUp.promise]);
    for (const cancel of cancels) cancel();
    this.#stopping = true;
    this.#closed = true;
  }

  #interrupt(): void {
    this.#stopping = true;
    this.#interrupted = true;
    this.#abort?.abort(new Error('the channel was stopped'));
  }

  #take(): OutboxRow | undefined {
    if (this.#stopping || !this.#with.host.open) return undefined;
    const { outbox, channel, target, clock, host } = this.#with;
    host.holdBack(target);
    const head = outbox.head(channel, target);
    this.#cancelWait?.();
    this.#cancelWait = undefined;
    if (!head) return undefined;
    const wait = head.next_try_at - clock.now();
    if (wait > 0) {
      if (!this.#draining) this.#cancelWait = clock.after(wait, () => this.wake());
      return undefined;
    }
    outbox.markSending(head.id);
    return { ...head, state: 'sending', attempts: head.attempts + 1 };
  }

  #run(row: OutboxRow): void {
    this.#busy = true;
    this.#running = this.#loop(row);
  }

  async #loop(first: OutboxRow): Promise<void> {
    let row: OutboxRow | undefined = first;
    while (row) {
      const sending = this.#send(row);
      this.#with.host.changed(row.id);
      const result = await sending;
      if (this.#closed || (this.#interrupted && (result.outcome === 'unknown' || result.outcome === 'retry'))) return;
      row = await this.#settled(row, result);
      // A sender that answers at once must not keep the event loop from trading.
      if (row) await turn();
    }
  }

  #send(row: OutboxRow): Promise<SendResult> {
    const { sender, clock, timeoutMs, target, log } = this.#with;
    const abort = new AbortController();
    this.#abort = abort;
    const onThrow = (error: unknown) => log.info('The sender threw', { error, delivery: row.id });
    return attempt(
      sender,
      { id: row.key, target, message: row.message ?? '', attempt: row.attempts, silent: row.silent === 1 },
      { timeoutMs, clock, abort, onThrow },
    );
  }

  /** Writes the outcome down until the store takes it; sending again instead would double the message. */
  async #settled(row: OutboxRow, result: SendResult): Promise<OutboxRow | undefined> {
    for (;;) {
      try {
        return this.#settle(row, result);
      } catch (error) {
        this.#with.log.error('The outcome of a message could not be written down; trying again', { error, delivery: row.id });
        await new Promise<void>((resolve) => this.#with.clock.after(STORE_RETRY_MS, resolve));
        if (this.#closed) return undefined;
      }
    }
  }

  /** The outcome and the next message taken on are one write; the disk is not waited for, since what it forgets is sent again under its id. */
  #settle(row: OutboxRow, result: SendResult): OutboxRow | undefined {
    const { store, host } = this.#with;
    const settled = store.relaxed(() => {
      const tell = this.#record(row, result);
      return { tell, next: result.outcome === 'park' ? undefined : this.#take() };
    });
    this.#busy = settled.next !== undefined;
    settled.tell();
    host.changed(row.id);
    return settled.next;
  }

  /** @returns tells the channel */
  #record(row: OutboxRow, result: SendResult): () => void {
    const { outbox, host, clock } = this.#with;
    switch (result.outcome) {
      case 'delivered':
        outbox.markDelivered(row.id, clock.now(), result.providerId ?? null);
        return () => host.delivered(row);
      case 'park':
        outbox.requeue(row.id, { nextTryAt: 0, reached: true, error: result.error });
        return () => host.parked(row, result);
      case 'dead':
        outbox.markDead(row.id, true, result.error);
        return () => host.failed(row, false, { error: result.error, remedy: result.remedy ?? null });
      default:
        return this.#recordFailure(row, result);
    }
  }

  #recordFailure(row: OutboxRow, result: Extract<SendResult, { outcome: 'retry' | 'unknown' }>): () => void {
    const { outbox, host, clock, random, backoff, maxAttempts } = this.#with;
    const reached = result.outcome === 'unknown' || result.reached;
    const again = !reached || row.reached + 1 < maxAttempts;
    if (again) {
      const wait = nextDelay(row.attempts, backoff, random, result.outcome === 'retry' ? result.retryAfterMs : undefined);
      outbox.requeue(row.id, { nextTryAt: clock.now() + wait, reached, error: result.error });
    } else {
      outbox.markDead(row.id, reached, result.error);
    }
    return () => host.failed(row, again, { error: result.error, remedy: result.remedy ?? null });
  }
}
