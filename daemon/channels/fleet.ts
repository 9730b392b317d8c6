import type { EventBus } from '../journal/bus.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log/log.ts';
import type { Store } from '../store/store.ts';
import { Channel, type ChannelCollaborators, type Health } from './channel.ts';
import type { ChannelEntry } from './config.ts';
import type { ChannelKind } from './descriptor.ts';
import { ChannelMetrics } from './metrics.ts';
import type { Backoff } from './outbox/backoff.ts';
import { Outbox } from './outbox/outbox.ts';
import { type ChannelRecord, ChannelRecords } from './outbox/records.ts';
import { Retention } from './outbox/retention.ts';
import type { ChannelConfigStore, ChannelVault, Clock } from './ports.ts';
import { Router } from './router.ts';
import { Holds } from './routing/holds.ts';
import { Releases } from './routing/releases.ts';
import { type FiguresOf, SummarySchedule } from './routing/summaries.ts';
import { resolveSettings } from './setup.ts';

export interface FleetOptions {
  readonly store: Store;
  readonly journal: Journal;
  readonly bus: EventBus;
  readonly config: ChannelConfigStore;
  readonly vault: ChannelVault;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: () => number;
  readonly backoff: Backoff;
  readonly kinds: ReadonlyMap<string, ChannelKind>;
  /** For the summaries of days, weeks and months; without it there are none. */
  readonly figures?: FiguresOf | undefined;
}

/** Time that what is queued gets to arrive when the daemon stops. */
const DRAIN_MS = 2000;
/** How long an answer waits for a channel that is slow to start; it goes on starting meanwhile. */
const START_PATIENCE_MS = 1000;

/** The channels at work, kept in step with the configuration and the vault. Changes are made one after the other. */
export class Fleet {
  readonly outbox: Outbox;
  readonly records: ChannelRecords;
  readonly holds: Holds;
  readonly #with: FleetOptions;
  readonly #log: Log;
  readonly #router: Router;
  readonly #releases: Releases;
  readonly #summaries: SummarySchedule;
  readonly #retention: Retention;
  readonly #collaborators: ChannelCollaborators;
  readonly #channels = new Map<string, Channel>();
  readonly #metrics = new Map<string, ChannelMetrics>();
  readonly #unsubscribe: Array<() => void> = [];
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: FleetOptions) {
    const { store, clock } = options;
    this.#with = options;
    this.#log = options.log.child('channels');
    this.outbox = new Outbox(store, options.journal.storeId);
    this.records = new ChannelRecords(store);
    this.holds = new Holds(store);
    const common = { ...options, outbox: this.outbox, records: this.records, holds: this.holds };
    this.#router = new Router({ ...common, log: this.#log, onCaughtUp: () => this.#releases.run() });
    this.#releases = new Releases({
      ...common,
      log: this.#log,
      channels: () => this.all().filter((channel) => channel.enabled && channel.wording),
      catchUp: () => this.#router.catchUp(),
    });
    this.#summaries = new SummarySchedule({
      ...common,
      figures: options.figures ?? (() => undefined),
      log: this.#log,
      channels: () => this.all().filter((channel) => channel.enabled && channel.wording),
    });
    this.#retention = new Retention({
      outbox: this.outbox,
      clock,
      log: this.#log,
      keep: () => new Map(this.all().map((channel) => [channel.id, channel.keepMs])),
    });
    this.#collaborators = { ...common, onHeld: () => this.#router.catchUp() };
  }

  get(id: string): Channel | undefined {
    return this.#channels.get(id);
  }

  all(): Channel[] {
    return [...this.#channels.values()];
  }

  /** Number of the last event a channel has looked at. */
  cursor(id: string): number {
    return this.#router.cursor(id) ?? this.records.get(id)?.cursor ?? 0;
  }

  /** Figures since the daemon started, kept while a channel is set up anew. */
  metrics(id: string): ChannelMetrics {
    const metrics = this.#metrics.get(id) ?? new ChannelMetrics();
    this.#metrics.set(id, metrics);
    return metrics;
  }

  async start(): Promise<void> {
    const { config, vault } = this.#with;
    const follow = (work: () => Promise<void>) => {
      this.inTurn(work).catch((error: unknown) => this.#log.error('A change to the channels could not be carried out', { error }));
    };
    this.#unsubscribe.push(
      config.onChange(() => follow(() => this.apply())),
      vault.onChange((name) => follow(() => this.#secretChanged(name))),
    );
    await this.inTurn(() => this.apply());
    this.#router.start();
    this.#releases.start();
    this.#summaries.start();
    this.#retention.start();
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    await this.inTurn(async () => {
      this.#retention.stop();
      this.#summaries.stop();
      this.#releases.stop();
      this.#router.stop();
      await Promise.all(this.all().map((channel) => channel.stop(DRAIN_MS)));
      this.#channels.clear();
    });
  }

  /** Runs `work` after the changes under way. Must not be nested. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#work.then(work);
    this.#work = result.catch(() => {});
    return result;
  }

  /** Brings the channels in step with the configuration. In turn only. */
  async apply(): Promise<void> {
    const section = this.#with.config.get().channels;
    for (const { id } of this.records.all()) if (!Object.hasOwn(section, id)) await this.#drop(id);
    const starts: Started[] = [];
    for (const [id, entry] of Object.entries(section)) {
      const present = this.#channels.get(id);
      if (present && JSON.stringify(present.entry) === JSON.stringify(entry)) continue;
      if (present) this.outbox.hurry(id);
      starts.push(await this.#replace(id, entry, present ? undefined : this.records.get(id)));
    }
    this.#summaries.check();
    await this.#patiently(starts);
  }

  /** Begins the channels of a kind anew, since the kind came, went or changed. In turn only. */
  async renew(kind: string): Promise<void> {
    const starts: Started[] = [];
    for (const channel of this.all().filter(({ entry }) => entry.kind === kind)) {
      this.outbox.hurry(channel.id);
      starts.push(await this.#replace(channel.id, channel.entry));
    }
    await this.#patiently(starts);
  }

  /** Forgets why a channel waits: a parked one starts anew, another tries its messages at once. In turn only. */
  async retryNow(id: string): Promise<void> {
    const channel = this.#channels.get(id);
    if (!channel) return;
    this.outbox.hurry(id);
    if (channel.health.state === 'parked') await this.#patiently([await this.#replace(id, channel.entry)]);
    else channel.wake();
  }

  /** Forgets a channel's figures and messages. In turn, after it left the configuration. */
  forget(id: string): void {
    this.outbox.deleteAll(id);
    this.holds.deleteAll(id);
    this.#summaries.forget(id);
    this.#metrics.delete(id);
  }

  async #secretChanged(name: string): Promise<void> {
    const [section, id = ''] = name.split('.');
    const channel = section === 'channels' ? this.#channels.get(id) : undefined;
    if (!channel) return;
    this.outbox.hurry(id);
    await this.#patiently([await this.#replace(id, channel.entry)]);
  }

  /** A channel taken out of the file by hand keeps its messages for a while, should it come back. */
  async #drop(id: string): Promise<void> {
    this.#router.remove(id);
    await this.#channels.get(id)?.stop(0);
    this.#channels.delete(id);
    this.records.delete(id);
  }

  /** Ends the channel there was and begins to start the one that shall be. */
  async #replace(id: string, entry: ChannelEntry, record?: ChannelRecord): Promise<Started> {
    this.#router.remove(id);
    await this.#channels.get(id)?.stop(0);
    this.records.add(id, this.#with.journal.lastSeq);
    const kind = this.#with.kinds.get(entry.kind);
    const channel = new Channel({ id, entry, kind, metrics: this.metrics(id) }, resolveSettings(id, entry, kind), this.#collaborators);
    this.#channels.set(id, channel);
    this.#route(channel);
    return { started: channel.start(record && !kind?.startsAnew ? healthOf(record) : undefined) };
  }

  #route(channel: Channel): void {
    const { wording } = channel;
    if (!wording) return;
    if (channel.enabled) channel.gate.resume(this.#with.clock.now());
    const cursor = this.records.get(channel.id)?.cursor ?? this.#with.journal.lastSeq;
    this.#router.set({
      id: channel.id,
      cursor,
      savedCursor: cursor,
      mayMatch: (topic) => wording.mayMatch(topic),
      rowsFor: (event) => wording.rowsFor(event),
      admit: (event, rows) => channel.gate.admit(event, rows, this.#with.clock.now()),
      claim: (target) => channel.claim(target),
    });
  }

  async #patiently(starts: readonly Started[]): Promise<void> {
    if (starts.length === 0) return;
    const patience = Promise.withResolvers<void>();
    const cancel = this.#with.clock.after(START_PATIENCE_MS, patience.resolve);
    await Promise.race([Promise.all(starts.map(({ started }) => started)), patience.promise]);
    cancel();
  }
}

/** A start under way; wrapped, so that waiting for its beginning does not wait for its end. */
interface Started {
  readonly started: Promise<void>;
}

function healthOf({ state, reason, remedy }: ChannelRecord): Health | undefined {
  return state === 'parked' || state === 'degraded' ? { state, reason, remedy } : undefined;
}
