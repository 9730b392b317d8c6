import { randomBytes } from 'node:crypto';
import type { EventBus } from '../journal/bus.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log/log.ts';
import { RpcError } from '../protocol/errors.ts';
import type { ParsedParams, Result } from '../protocol/index.ts';
import type { SignalHook } from '../protocol/schemas/signals.ts';
import type { Audit } from '../rpc/audit.ts';
import type { Store } from '../store/store.ts';
import type { Reply } from './answer.ts';
import type { Delivery } from './delivery.ts';
import { changed, type Hook, newHook, secretName, tagOf } from './hook.ts';
import { alertMessages, fillSample, SECRET } from './message.ts';
import { type SignalDesk, SignalReceiver } from './receiver.ts';
import { SignalStore, type StoredHook, toSignal } from './store.ts';
import { readMessage } from './template.ts';

interface HookVault {
  readonly locked: boolean;
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  delete(name: string): boolean;
}

export interface SignalsOptions {
  readonly store: Store;
  readonly journal: Journal;
  readonly bus: EventBus;
  readonly vault: HookVault;
  readonly desk: SignalDesk;
  readonly audit: Pick<Audit, 'record'>;
  readonly log: Log;
  /** Account of the desk. */
  readonly account: string;
  /** Where signals are sent to from outside; null while the way in is closed and has no public address. */
  readonly address: () => string | null;
  /** UTC milliseconds. */
  readonly now?: () => number;
}

type Created = Result<'signals.create'>;

const MOST_HOOKS = 100;
const PAGE = 100;

/** Signals from outside: the hooks they come in by, and what came. */
export class Signals {
  readonly #with: SignalsOptions;
  readonly #signals: SignalStore;
  readonly #receiver: SignalReceiver;
  readonly #now: () => number;
  readonly #hooks = new Map<string, StoredHook>();

  constructor(options: SignalsOptions) {
    this.#with = options;
    this.#now = options.now ?? Date.now;
    this.#signals = new SignalStore(options.store);
    this.#receiver = new SignalReceiver({ ...options, signals: this.#signals, now: this.#now });
    for (const stored of this.#signals.hooks()) this.#hooks.set(stored.hook.id, stored);
  }

  list(): SignalHook[] {
    const counts = this.#signals.counts();
    return [...this.#hooks.values()].map((stored) => this.#info(stored, counts));
  }

  /** @throws RpcError `conflict` when the name is taken, `invalid`, `locked` */
  create(terms: ParsedParams<'signals.create'>): Created {
    if (this.#hooks.has(terms.id)) {
      throw new RpcError('conflict', `there is a hook "${terms.id}" already`, {
        field: 'id',
        hint: 'Choose another name, or change it with signals.configure',
      });
    }
    if (this.#hooks.size >= MOST_HOOKS)
      throw new RpcError('conflict', `there are ${MOST_HOOKS} hooks already`, { hint: 'Remove some: signals.list names them' });
    const stored = { hook: this.#checked(changed(newHook(terms.id), terms)), createdAt: this.#now() };
    const secret = makeSecret();
    this.#with.store.transaction(() => {
      this.#with.vault.set(secretName(terms.id), secret);
      this.#signals.putHook(stored.hook, stored.createdAt);
    });
    this.#hooks.set(terms.id, stored);
    return this.#shown(stored, secret);
  }

  /** @throws RpcError `not_found`, `invalid` */
  configure(change: ParsedParams<'signals.configure'>): SignalHook {
    const { hook, createdAt } = this.#stored(change.id);
    const stored = { hook: this.#checked(changed(hook, change)), createdAt };
    this.#signals.putHook(stored.hook, createdAt);
    this.#hooks.set(change.id, stored);
    return this.#info(stored);
  }

  /** @throws RpcError `not_found`, `locked` */
  rotate(id: string): Created {
    const stored = this.#stored(id);
    const secret = makeSecret();
    this.#with.vault.set(secretName(id), secret);
    return this.#shown(stored, secret);
  }

  /** @throws RpcError `not_found` */
  remove(id: string): void {
    this.#stored(id);
    this.#with.store.transaction(() => {
      this.#signals.deleteHook(id);
      this.#with.vault.delete(secretName(id));
    });
    this.#hooks.delete(id);
  }

  /** Newest first. @throws RpcError `invalid` for a cursor of another list */
  received({ hook, outcome, limit = PAGE, cursor }: ParsedParams<'signals.received'>): Result<'signals.received'> {
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor);
    if (!Number.isSafeInteger(before)) throw new RpcError('invalid', 'signals.received: `cursor` is not one of this list', { field: 'cursor' });
    const found = this.#signals.page({ hook: hook ?? null, outcome: outcome ?? null, before, limit: limit + 1 });
    const items = found.slice(0, limit);
    return { items: items.map((signal) => toSignal(this.#receiver.refreshed(signal))), ...(found.length > limit && { nextCursor: String(items.at(-1)?.id) }) };
  }

  /** What a message would do now. @throws RpcError `not_found` */
  test({ id, message, action = 'buy', pair }: ParsedParams<'signals.test'>): Result<'signals.test'> {
    const { hook } = this.#stored(id);
    const { desk } = this.#with;
    const meant = pair ?? hook.pairs?.[0] ?? desk.pairs()[0] ?? 'BTC/USDT';
    const sample = { action, pair: meant, price: desk.price(meant) ?? '0', now: this.#now() };
    const body = fillSample(message ?? alertMessages(hook)[0]?.text ?? '', sample);
    const read = readMessage(hook.template, body);
    const { intent, outcome, reason, preview } = this.#receiver.preview(hook, read);
    const order = preview?.order;
    return {
      outcome,
      reason,
      action: intent?.action ?? null,
      pair: intent?.pair ?? null,
      amount: preview?.amount ?? null,
      price: order?.price ?? (intent ? (desk.price(intent.pair) ?? null) : null),
      cost: order?.cost ?? null,
      fee: order?.fee ?? null,
      currency: order?.currency ?? intent?.pair.split('/')[1] ?? null,
      problems: order?.problems.map(({ kind, text, hint }) => ({ kind, text, ...(hint !== undefined && { hint }) })) ?? [],
      message: read.secret === SECRET ? body : read.shown,
    };
  }

  /** The hook of that name, if it takes signals, with its secret; undefined too while the vault is locked. */
  door(id: string): { hook: Hook; secret: string } | undefined {
    const hook = this.#hooks.get(id)?.hook;
    if (!hook?.enabled || this.#with.vault.locked) return undefined;
    const secret = this.#with.vault.get(secretName(id));
    return secret === undefined ? undefined : { hook, secret };
  }

  /** Takes a signal whose sender showed the secret. */
  receive(delivery: Delivery): Promise<Reply> {
    return this.#receiver.receive(delivery);
  }

  #checked(hook: Hook): Hook {
    const { account } = this.#with;
    if (hook.account !== account) {
      throw new RpcError('invalid', `signals are carried out on the account ${account} only`, { field: 'account', hint: `Leave it out, or say ${account}` });
    }
    return hook;
  }

  #stored(id: string): StoredHook {
    const stored = this.#hooks.get(id);
    if (stored) return stored;
    throw new RpcError('not_found', `there is no hook "${id}"`, { field: 'id', hint: 'signals.list names those there are' });
  }

  #shown(stored: StoredHook, secret: string): Created {
    return { hook: this.#info(stored), secret, messages: alertMessages(stored.hook, secret) };
  }

  #info({ hook, createdAt }: StoredHook, counts = this.#signals.counts()): SignalHook {
    const { count = 0, lastAt = null } = counts.get(hook.id) ?? {};
    const address = this.#with.address();
    return {
      ...hook,
      tag: tagOf(hook),
      url: address === null ? null : `${address}/signals/${hook.id}`,
      messages: alertMessages(hook),
      createdAt,
      received: count,
      lastSignalAt: lastAt,
    };
  }
}

/** Beyond guessing, and one word of letters that no JSON or text has to escape. */
const makeSecret = (): string => randomBytes(32).toString('base64url');
