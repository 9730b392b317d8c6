import type { CarriedSignal, SignalOrder, SignalPreview } from '../engine/desk/signals.ts';
import type { EventBus } from '../journal/bus.ts';
import type { Journal } from '../journal/journal.ts';
import { type Log, newRef } from '../log/log.ts';
import { RpcError } from '../protocol/errors.ts';
import type { SignalOutcome } from '../protocol/schemas/signals.ts';
import type { Order } from '../protocol/schemas/trading.ts';
import type { Audit } from '../rpc/audit.ts';
import { endOf, type Reply, replyTo, STATUS } from './answer.ts';
import { type Delivery, identify, SAME_MS } from './delivery.ts';
import { type Hook, tagOf } from './hook.ts';
import { readIntent, type SignalIntent } from './intent.ts';
import { type NewSignal, type SignalStore, type StoredSignal, signalId, toSignal } from './store.ts';
import type { ReadMessage } from './template.ts';

/** The desk as signals meet it. */
export interface SignalDesk {
  /** Carries out a signal; `alongside` runs in the same write, and what it answers is answered. */
  signal<T>(wanted: SignalOrder, alongside: (carried: CarriedSignal) => T): T;
  previewSignal(wanted: SignalOrder): SignalPreview;
  /** The pairs it trades. */
  pairs(): readonly string[];
  /** Last price. */
  price(pair: string): string | undefined;
  order(id: string): Order;
}

interface ReceiverOptions {
  readonly signals: SignalStore;
  readonly journal: Journal;
  readonly bus: EventBus;
  readonly desk: SignalDesk;
  readonly audit: Pick<Audit, 'record'>;
  readonly log: Log;
  /** UTC milliseconds. */
  readonly now: () => number;
}

const MINUTE_MS = 60_000;
const MOST_MESSAGE = 2000;
/** How long the exchange is waited for; TradingView gives up after 3 s. */
const WAIT_MS = 2000;
/** What receiving a signal is called in the audit log. */
export const METHOD = 'signals.receive';
const TOO_MANY = 'too many signals in a minute';

/** Takes the signals of those who showed the secret of their hook: each once, whatever is repeated, and none forgotten. */
export class SignalReceiver {
  readonly #with: ReceiverOptions;
  /** When each hook took its last signals. */
  readonly #taken = new Map<string, number[]>();

  constructor(options: ReceiverOptions) {
    this.#with = options;
  }

  async receive(delivery: Delivery): Promise<Reply> {
    const known = this.#known(delivery);
    if (known) return replyTo(await this.#settled(known), true);
    return replyTo(await this.#settled(this.#take(delivery)), false);
  }

  /** What a message would do now. */
  preview(hook: Hook, read: ReadMessage): { intent: SignalIntent | null; outcome: SignalOutcome; reason: string | null; preview: SignalPreview | null } {
    const { desk, now } = this.#with;
    if (read.problem !== undefined) return { intent: null, outcome: 'refused', reason: read.problem, preview: null };
    const reading = readIntent(read.values, hook, desk.pairs(), now());
    if (reading.kind === 'end') return { intent: null, outcome: reading.outcome, reason: reading.reason, preview: null };
    const preview = desk.previewSignal(orderOf(hook, reading.intent));
    return { intent: reading.intent, outcome: preview.outcome, reason: preview.reason, preview };
  }

  /** The signal with what the exchange has answered meanwhile. */
  refreshed(signal: StoredSignal): StoredSignal {
    if (signal.outcome !== 'unknown') return signal;
    const next = endOf(signal.orders.map((id) => this.#with.desk.order(id)));
    if (next.outcome === 'unknown') return signal;
    this.#with.signals.settle(signal, next);
    return { ...signal, ...next };
  }

  /** Waits a moment for an exchange that takes its time. */
  async #settled(signal: StoredSignal): Promise<StoredSignal> {
    const first = this.refreshed(signal);
    if (first.outcome !== 'unknown') return first;
    const { promise, resolve } = Promise.withResolvers<StoredSignal>();
    const look = () => {
      const now = this.refreshed(signal);
      if (now.outcome !== 'unknown') resolve(now);
    };
    const unsubscribe = this.#with.bus.subscribe('signals', (events) => events.some((event) => event.topic.startsWith('order.')) && look());
    const timer = setTimeout(() => resolve(signal), WAIT_MS);
    look();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      unsubscribe();
    }
  }

  /** The same delivery, taken before. */
  #known({ hook, read }: Delivery): StoredSignal | undefined {
    const { signals, now } = this.#with;
    const { key, digest } = identify(read);
    const known = signals.find(hook.id, key);
    if (!known || (key.startsWith('body:') && now() - known.ts >= SAME_MS)) return undefined;
    if (!digest.equals(known.digest)) return undefined;
    signals.repeated(known.id);
    return { ...known, repeats: known.repeats + 1 };
  }

  #take(delivery: Delivery): StoredSignal {
    const { hook, read } = delivery;
    const { signals, desk, now } = this.#with;
    const { key, digest } = identify(read);
    const blank = { ...this.#blank(delivery, digest), delivery: key };
    if (!this.#hasRoom(hook)) return this.#tooMany(blank);
    if (signals.find(hook.id, key) && key.startsWith('id:')) {
      const reason = `the id "${read.values.id}" was that of another signal; each needs its own`;
      return this.#record({ ...blank, delivery: null, outcome: 'refused', status: STATUS.conflict, reason });
    }
    if (read.problem !== undefined) return this.#record({ ...blank, outcome: 'refused', status: STATUS.refused, reason: read.problem });
    const reading = readIntent(read.values, hook, desk.pairs(), now());
    if (reading.kind === 'end') {
      const { outcome, reason, action = null, pair = null } = reading;
      return this.#record({ ...blank, action, pair, outcome, status: STATUS[outcome], reason });
    }
    const { action, pair } = reading.intent;
    return this.#carryOut(hook, reading.intent, { ...blank, action, pair });
  }

  /** The orders, the signal and its event commit together: after a crash all of them are there, or none. */
  #carryOut(hook: Hook, intent: SignalIntent, blank: Omit<NewSignal, 'outcome' | 'status' | 'reason'>): StoredSignal {
    const { desk, log } = this.#with;
    try {
      return desk.signal(orderOf(hook, intent), ({ outcome, orders, reason }) => {
        const end = outcome === 'ignored' ? { outcome, status: STATUS.ignored, reason } : endOf(orders);
        return this.#record({ ...blank, ...end, reason: end.reason ?? reason, orders: orders.map((order) => order.id) });
      });
    } catch (error) {
      if (error instanceof RpcError) {
        const reason = [error.message, error.data.hint].filter(Boolean).join('. ');
        if (error.kind !== 'upstream_unavailable') return this.#record({ ...blank, outcome: 'refused', status: STATUS.refused, reason });
        return this.#record({ ...blank, delivery: null, outcome: 'refused', status: STATUS.later, reason });
      }
      const ref = newRef();
      log.error(`A signal of ${hook.id} could not be carried out`, { error, ref });
      return this.#record({
        ...blank,
        delivery: null,
        outcome: 'refused',
        status: STATUS.failed,
        reason: `the daemon failed and placed nothing; its log says why under ${ref}`,
      });
    }
  }

  #record(signal: NewSignal): StoredSignal {
    const { journal, signals } = this.#with;
    return journal.write((emit) => {
      const stored = signals.insert(signal);
      emit('signal.received', toSignal(stored));
      this.#audit(stored);
      return stored;
    });
  }

  #audit({ id, hook, ts, remote, action, pair, outcome, reason }: StoredSignal): void {
    const ending = { placed: 'done', ignored: 'done', refused: 'refused', expired: 'refused', unknown: 'unknown' } as const;
    this.#with.audit.record({
      ...{ ts, who: tagOf({ id: hook }), role: 'trader', via: 'tradingview', method: METHOD },
      params: { signal: signalId(id), action, pair, remote },
      outcome: ending[outcome],
      error: ending[outcome] === 'refused' ? reason : null,
      elapsedMs: this.#with.now() - ts,
    });
  }

  /** A flood is one entry, however long it lasts. */
  #tooMany(blank: Omit<NewSignal, 'outcome' | 'status' | 'reason'>): StoredSignal {
    const { signals } = this.#with;
    const last = signals.last(blank.hook);
    if (last?.status !== STATUS.rate) return this.#record({ ...blank, delivery: null, outcome: 'refused', status: STATUS.rate, reason: TOO_MANY });
    signals.repeated(last.id);
    return { ...last, repeats: last.repeats + 1 };
  }

  #hasRoom({ id, perMinute }: Hook): boolean {
    const now = this.#with.now();
    const recent = (this.#taken.get(id) ?? []).filter((at) => now - at < MINUTE_MS);
    const hasRoom = recent.length < perMinute;
    if (hasRoom) recent.push(now);
    this.#taken.set(id, recent);
    return hasRoom;
  }

  #blank({ hook, remote, read }: Delivery, digest: Uint8Array) {
    return {
      hook: hook.id,
      account: hook.account,
      ts: this.#with.now(),
      remote,
      digest,
      message: read.shown.slice(0, MOST_MESSAGE),
      action: null,
      pair: null,
      orders: [],
    };
  }
}

function orderOf(hook: Hook, { action, pair, amount, price }: SignalIntent): SignalOrder {
  const { sizing, strategy, pyramiding } = hook;
  const stake = sizing.kind === 'fixed' || sizing.kind === 'fraction' ? sizing : undefined;
  return { pair, side: action, tag: tagOf(hook), strategy, amount, stake, price, pyramiding };
}
