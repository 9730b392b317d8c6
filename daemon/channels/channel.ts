import type { EventBus } from '../journal/bus.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log/log.ts';
import { RpcError } from '../protocol/errors.ts';
import type { Result } from '../protocol/index.ts';
import type { Delivery } from '../protocol/methods/channels.ts';
import type { TopicData } from '../protocol/topics.ts';
import type { Store } from '../store/store.ts';
import type { ChannelEntry } from './config.ts';
import { ChannelFault, type ChannelKind, type Sender, type SendResult, type Trouble } from './descriptor.ts';
import { testEvent } from './event.ts';
import type { ChannelMetrics } from './metrics.ts';
import type { Backoff } from './outbox/backoff.ts';
import { type Outbox, type OutboxRow, toDelivery } from './outbox/outbox.ts';
import type { ChannelRecords } from './outbox/records.ts';
import { Worker, type WorkerHost } from './outbox/worker.ts';
import type { ChannelVault, Clock } from './ports.ts';
import { probe } from './probe.ts';
import { holdText } from './routing/digest.ts';
import { Gate } from './routing/gate.ts';
import type { Holds } from './routing/holds.ts';
import type { Routing } from './routing/schema.ts';
import { worded } from './texts/worded.ts';
import { type Settings, Wording } from './wording.ts';

export interface Health {
  readonly state: Result<'channels.get'>['state'];
  readonly reason: string | null;
  readonly remedy: string | null;
}

export interface ChannelCollaborators {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly records: ChannelRecords;
  readonly holds: Holds;
  /** Told when messages were held back, inside the transaction that did it. */
  readonly onHeld: () => void;
  readonly journal: Journal;
  readonly bus: EventBus;
  readonly vault: ChannelVault;
  readonly clock: Clock;
  readonly random: () => number;
  readonly backoff: Backoff;
  readonly log: Log;
}

export interface ChannelSetup {
  readonly id: string;
  readonly entry: ChannelEntry;
  /** Undefined when nobody knows the kind. */
  readonly kind: ChannelKind | undefined;
  readonly metrics: ChannelMetrics;
}

/** One configured channel at work: its sender, a worker for each target, and its health. */
export class Channel implements WorkerHost {
  readonly id: string;
  readonly entry: ChannelEntry;
  readonly kind: ChannelKind | undefined;
  /** Undefined while it is set up wrongly: its place in the journal is then kept until that is mended. */
  readonly wording: Wording | undefined;
  readonly routing: Routing;
  /** IANA time zone of its rules. */
  readonly zone: string;
  /** Decides what waits to be told together. */
  readonly gate: Gate;
  readonly #with: ChannelCollaborators;
  readonly #log: Log;
  readonly #metrics: ChannelMetrics;
  readonly #settings: Settings | undefined;
  readonly #fault: ChannelFault | undefined;
  readonly #workers = new Map<string, Worker>();
  /** What keeps each target from getting its messages; the latest comes last. */
  readonly #troubled = new Map<string, Health>();
  #sender: Sender | undefined;
  #health: Health = { state: 'starting', reason: null, remedy: null };
  /** The state last journalled. */
  #told: string | null = null;
  /** Takes on nothing new; what is under way goes on. */
  #closing = false;
  #stopped = false;

  constructor(setup: ChannelSetup, settings: Record<string, unknown> | ChannelFault, collaborators: ChannelCollaborators) {
    this.id = setup.id;
    this.entry = setup.entry;
    this.kind = setup.kind;
    this.#with = collaborators;
    this.#metrics = setup.metrics;
    this.#log = collaborators.log.child(`channels.${setup.id}`);
    this.routing = setup.entry.routing ?? {};
    this.zone = settings instanceof ChannelFault ? 'UTC' : (settings as Settings).timeZone;
    this.gate = new Gate({ channel: this.id, routing: this.routing, zone: this.zone, holds: collaborators.holds });
    if (settings instanceof ChannelFault) {
      this.#fault = settings;
    } else {
      this.#settings = settings as Settings;
      if (setup.kind) this.wording = new Wording({ ...setup, kind: setup.kind, settings: this.#settings, log: this.#log });
    }
  }

  /** A channel that works while some target takes nothing says so. */
  get health(): Health {
    if (this.#health.state !== 'ok' || !this.#settings) return this.#health;
    const refused = [...(this.kind?.refused?.(this.id, this.#settings) ?? [])];
    if (refused.length === 0) return this.#health;
    return { state: 'degraded', reason: refused.map(([target, reason]) => `${target}: ${reason}`).join('; '), remedy: HEARD_AGAIN };
  }

  get enabled(): boolean {
    return this.entry.enabled ?? true;
  }

  /** Books it tells of. */
  get accounts(): readonly string[] {
    return this.#settings?.accounts ?? [];
  }

  get keepMs(): number {
    return (this.#settings?.keepDays ?? 14) * 24 * 3600_000;
  }

  tellsDigest(digest: TopicData<'channel.digest'>): boolean {
    return this.wording?.tellsDigest(digest) ?? false;
  }

  /** See `Route.claim`. */
  claim(target: string): (() => void) | undefined {
    return this.#worker(target)?.claim();
  }

  /** Looks again at what is queued. */
  wake(): void {
    if (!this.#sender) return;
    for (const target of this.#with.outbox.targets(this.id)) this.#worker(target)?.wake();
  }

  /**
   * Begins to send what is queued. Never throws: what goes wrong shows in `health`.
   *
   * @param last how the channel was when the daemon last ran; a parked one stays parked
   */
  async start(last: Health | undefined): Promise<void> {
    const { outbox, records } = this.#with;
    this.#told = records.get(this.id)?.state ?? null;
    outbox.recover(this.id);
    if (!this.enabled) return this.#become({ state: 'disabled', reason: null, remedy: null });
    if (this.#fault) return this.#park(this.#fault);
    if (last?.state === 'parked') {
      this.#health = last;
      return;
    }
    await this.#open(last);
  }

  async #open(last: Health | undefined): Promise<void> {
    try {
      const sender = await this.#create();
      if (this.#closing) return void (await sender.stop?.());
      this.#sender = sender;
      sender.start?.();
    } catch (error) {
      if (!this.#closing) this.#notOpened(error);
      return;
    }
    if (last?.state === 'degraded') this.#health = last;
    else if (this.#with.outbox.targets(this.id).length === 0) this.#become(OK);
    this.wake();
  }

  #notOpened(error: unknown): void {
    if (error instanceof RpcError && error.kind === 'locked') {
      const health: Health = { state: 'degraded', reason: 'The vault is locked, so its secrets cannot be read', remedy: 'Unlock the vault' };
      this.#become(health);
      return;
    }
    if (!(error instanceof ChannelFault)) this.#log.error('The channel could not start', { error });
    const reason = error instanceof Error ? error.message : String(error);
    this.#park(error instanceof ChannelFault ? error : new ChannelFault(`could not start: ${reason}`, 'See the log, then enable the channel again'));
  }

  /** @param graceMs time that what is queued gets to arrive */
  async stop(graceMs: number): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#workers.values()].map((worker) => worker.stop(graceMs)));
    const sender = this.#sender;
    this.#stopped = true;
    this.#sender = undefined;
    try {
      await sender?.stop?.();
    } catch (error) {
      this.#log.info('The channel did not stop cleanly', { error });
    }
    this.#with.outbox.recover(this.id);
  }

  /** Sends a test message past the queue, whatever state the channel is in. */
  async test(): Promise<SendResult> {
    const fault = this.#fault;
    const settings = this.#settings;
    if (fault || !settings) return { outcome: 'park', error: fault?.message ?? 'not set up', remedy: fault?.remedy ?? 'Configure it' };
    const { clock } = this.#with;
    const messages = this.kind?.render(worded(testEvent(this.id, clock.now()), settings), settings, this.id) ?? [];
    const timeoutMs = settings.timeoutSeconds * 1000;
    if (this.#sender) return probe(this.#sender, messages, timeoutMs, clock);
    let sender: Sender;
    try {
      sender = await this.#create();
    } catch (error) {
      if (error instanceof ChannelFault) return { outcome: 'park', error: error.message, remedy: error.remedy };
      throw error;
    }
    try {
      return await probe(sender, messages, timeoutMs, clock);
    } finally {
      await sender.stop?.();
    }
  }

  get open(): boolean {
    return !this.#stopped && this.#health.state !== 'parked';
  }

  holdBack(target: string): void {
    const { outbox, holds, clock, onHeld } = this.#with;
    if (!this.routing.quietHours || outbox.head(this.id, target) === undefined) return;
    const quiet = this.gate.quiet(clock.now());
    if (!quiet) return;
    holds.holdQueued(this.id, target, quiet);
    onHeld();
  }

  /** A delivery as clients see it. */
  show(row: OutboxRow): Delivery {
    return toDelivery(row, row.state === 'held' && row.hold !== null ? holdText(row.hold, row.next_try_at, this.zone) : undefined);
  }

  delivered(row: OutboxRow): void {
    this.#metrics.delivered(this.#with.clock.now() - row.created_at);
    this.#recovered(row.target);
  }

  failed(row: OutboxRow, again: boolean, { error, remedy }: { error: string; remedy: string | null }): void {
    this.#metrics.failed += 1;
    if (again) this.#metrics.retried += 1;
    else this.#metrics.dead += 1;
    this.#log.info(again ? 'A message has to be sent again' : 'A message was given up', { delivery: row.id, reason: error });
    const deadRemedy = `Message ${row.id} is kept as a dead letter: mend the cause, then retry it`;
    const reason = again ? error : `A message was given up: ${error}`;
    this.#inTrouble(row.target, { state: 'degraded', reason, remedy: remedy ?? (again ? null : deadRemedy) });
  }

  #inTrouble(target: string, health: Health): void {
    this.#troubled.delete(target);
    this.#troubled.set(target, health);
    if (this.open) this.#become(health);
  }

  /** The trouble of another target is then what the channel tells. */
  #recovered(target: string): void {
    this.#troubled.delete(target);
    if (this.open) this.#become([...this.#troubled.values()].at(-1) ?? OK);
  }

  parked(_row: OutboxRow, { error, remedy }: { error: string; remedy: string }): void {
    this.#metrics.failed += 1;
    this.#park(new ChannelFault(error, remedy));
  }

  changed(id: number): void {
    const row = this.#with.outbox.get(id);
    if (row) this.#with.bus.publishLive('channel.delivery', this.show(row));
  }

  async #create(): Promise<Sender> {
    const { vault, clock } = this.#with;
    const kind = this.kind;
    if (!kind || !this.#settings) throw new ChannelFault('The channel is not set up', 'Configure it');
    const secret = (name: string) => vault.get(`channels.${this.id}.${name}`);
    for (const spec of kind.secrets) {
      if (spec.required && secret(spec.name) === undefined) {
        throw new ChannelFault(`The secret "${spec.name}" is not set`, `Set it: nightdesk secret set channels.${this.id}.${spec.name}`);
      }
    }
    return kind.create({ id: this.id, settings: this.#settings, secret, trouble: (trouble) => this.#trouble(trouble), log: this.#log, clock });
  }

  #worker(target: string): Worker | undefined {
    const sender = this.#sender;
    const settings = this.#settings;
    if (!sender || !settings || this.#closing || !this.open) return undefined;
    let worker = this.#workers.get(target);
    if (!worker) {
      const { outbox, store, clock, random, backoff } = this.#with;
      const { maxAttempts, timeoutSeconds } = settings;
      const common = { channel: this.id, target, outbox, store, sender, host: this, clock, random, backoff, log: this.#log };
      worker = new Worker({ ...common, maxAttempts, timeoutMs: timeoutSeconds * 1000 });
      this.#workers.set(target, worker);
    }
    return worker;
  }

  /** What its sender found beside sending. */
  #trouble(trouble: Trouble | null): void {
    if (!this.#sender || !this.open) return;
    if (trouble?.park) {
      this.#park(new ChannelFault(trouble.error, trouble.remedy ?? 'See the log, then enable the channel again'));
    } else if (trouble) {
      this.#inTrouble(BESIDE, { state: 'degraded', reason: trouble.error, remedy: trouble.remedy ?? null });
    } else {
      this.#recovered(BESIDE);
    }
  }

  #park({ message, remedy }: ChannelFault): void {
    this.#become({ state: 'parked', reason: message, remedy });
    this.#log.warn(`Channel ${this.id} is parked: ${message}`, { remedy, is: { code: 'channel_parked', params: { channel: this.id, reason: message } } });
  }

  /** Journals a change of state once; a new reason for the same state only shows. */
  #become(health: Health): void {
    this.#health = health;
    if (this.#told === health.state) return;
    const { journal, records } = this.#with;
    journal.write((emit) => {
      records.setState(this.id, health.state, health.reason, health.remedy);
      emit('channel.state', { channel: this.id, ...health });
    });
    this.#told = health.state;
  }
}

const HEARD_AGAIN = 'Mend that or take the chat out of the settings; one that takes a test message is told again';
/** Stands among troubled targets for what goes on beside sending; no target is called so. */
const BESIDE = '';
const OK: Health = { state: 'ok', reason: null, remedy: null };
