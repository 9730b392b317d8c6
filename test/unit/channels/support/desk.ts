import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Channels, type ChannelsOptions } from '../../../../daemon/channels/channels.ts';
import { ConfigStore } from '../../../../daemon/config/store.ts';
import { EventBus } from '../../../../daemon/journal/bus.ts';
import { Journal } from '../../../../daemon/journal/journal.ts';
import { type Log, SILENT } from '../../../../daemon/log/log.ts';
import type { Topic, TopicData } from '../../../../daemon/protocol/topics.ts';
import { Store } from '../../../../daemon/store/store.ts';
import { Vault } from '../../../../daemon/vault/vault.ts';

export type DeskOptions = Partial<Pick<ChannelsOptions, 'kinds' | 'clock' | 'random' | 'backoff' | 'log' | 'figures'>>;

/** A home with everything channels stand on: real store, journal, configuration and vault. */
export class Desk {
  readonly home: string;
  readonly store: Store;
  readonly bus: EventBus;
  readonly journal: Journal;
  readonly config: ConfigStore;
  readonly vault: Vault;
  readonly channels: Channels;
  readonly faults: unknown[] = [];

  constructor(home = fs.mkdtempSync(path.join(os.tmpdir(), 'nightdesk-channels-')), { log = SILENT, ...options }: DeskOptions = {}) {
    this.home = home;
    this.store = new Store(path.join(home, 'data.db'));
    this.bus = new EventBus((_owner, error) => this.faults.push(error));
    const { clock } = options;
    this.journal = new Journal(this.store, this.bus, clock && (() => clock.now()));
    this.config = new ConfigStore({ file: path.join(home, 'config.jsonc'), env: {} });
    this.vault = new Vault({ store: this.store, key: 'keyfile', places: { keyfile: path.join(home, 'vault.key') }, onValue() {} });
    const backoff = { baseMs: 4, maxMs: 30 };
    this.channels = new Channels({ ...this, backoff, log: log as Log, ...options });
  }

  /** Adds a webhook channel that tells messages. */
  hook(id: string, url: string, settings: Record<string, unknown> = {}): Promise<unknown> {
    return this.channels.configure({ id, kind: 'webhook', topics: ['notify.message'], settings: { url, ...settings } }, 'test');
  }

  tell(...texts: string[]): number[] {
    return texts.map((text) => this.journal.append('notify.message', { text, level: 'info', who: 'test', channels: null }));
  }

  /** Resolves with the data of the next event of a topic that `accept` takes. */
  next<T extends Topic>(topic: T, accept: (data: TopicData<T>) => boolean = () => true): Promise<TopicData<T>> {
    return new Promise((resolve) => {
      const end = this.bus.subscribe(`next ${topic}`, (events) => {
        for (const event of events) {
          if (event.topic !== topic) continue;
          const data = JSON.parse(event.json) as TopicData<T>;
          if (!accept(data)) continue;
          end();
          return resolve(data);
        }
      });
    });
  }

  /** Resolves when a channel is in a state, now or later. */
  async state(id: string, state: string): Promise<void> {
    const later = this.next('channel.state', (data) => data.channel === id && data.state === state);
    if (this.channels.list().find((channel) => channel.id === id)?.state !== state) await later;
  }

  /** Resolves when a number of deliveries of a channel have ended in a state. */
  async deliveries(id: string, state: 'delivered' | 'dead', count: number): Promise<void> {
    for (;;) {
      const next = this.next('channel.delivery');
      if (this.channels.deliveries({ id, state, limit: 1000 }).items.length >= count) return;
      await next;
    }
  }

  async stop(): Promise<void> {
    await this.channels.stop();
    this.config.stop();
    this.store.close();
  }

  remove(): void {
    fs.rmSync(this.home, { recursive: true, force: true });
  }
}
