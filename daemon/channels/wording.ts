import type { Log } from '../log/log.ts';
import type { TopicData } from '../protocol/topics.ts';
import type { ChannelEntry } from './config.ts';
import type { ChannelKind, DeliverySettings, Rendered } from './descriptor.ts';
import type { ChannelEvent } from './event.ts';
import type { NewRow } from './outbox/outbox.ts';
import { type Filter, filterOf } from './routing/filter.ts';
import { priorityRule } from './routing/priority.ts';
import type { TellMode } from './routing/schema.ts';
import type { WordingSettings } from './texts/settings.ts';
import { type WordedEvent, worded } from './texts/worded.ts';

export type Settings = DeliverySettings & WordingSettings & Record<string, unknown>;

interface WordingOptions {
  readonly id: string;
  readonly entry: ChannelEntry;
  readonly kind: ChannelKind;
  readonly settings: Settings;
  readonly log: Log;
}

/** What a channel tells of, and in which words. A channel that is disabled tells nothing. */
export class Wording {
  readonly #with: WordingOptions;
  readonly #filter: Filter | undefined;
  readonly #priority: (event: ChannelEvent) => number;

  constructor(options: WordingOptions) {
    const { id, entry, settings } = options;
    this.#with = options;
    this.#priority = priorityRule(entry.routing?.critical);
    this.#filter = (entry.enabled ?? true) ? filterOf(id, entry, settings) : undefined;
  }

  /** Cheap first look; false spares the event from being parsed. */
  mayMatch(topic: string): boolean {
    return this.#filter?.mayMatch(topic) ?? false;
  }

  wants(event: ChannelEvent): boolean {
    return this.#mode(event) !== 'off';
  }

  /** Messages for an event; one that can't be rendered becomes a dead letter, so that it is seen. */
  rowsFor(event: ChannelEvent): NewRow[] {
    const mode = this.#mode(event);
    if (mode === 'off') return [];
    const { id, log, settings } = this.#with;
    const priority = this.#priority(event);
    const common = { channel: id, seq: event.seq ?? 0, topic: event.topic, created_at: event.ts, priority, silent: Number(mode === 'silent') };
    const told = worded(event, settings);
    try {
      return this.#render(told).map(({ target, message, text }, part) => ({ ...common, target, part, text: text ?? told.text, message }));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.info('An event could not be put into words', { error, seq: event.seq });
      return [{ ...common, target: '', part: 0, text: told.text, message: null, error: `could not be rendered: ${reason}` }];
    }
  }

  /** Whether the kind has words for a digest, for the very target whose messages it stands for. */
  tellsDigest(data: TopicData<'channel.digest'>): boolean {
    const event: ChannelEvent = { seq: 0, ts: data.until, topic: 'channel.digest', data, account: null, level: 'info' };
    try {
      return this.#render(worded(event, this.#with.settings)).length > 0;
    } catch {
      // Whoever words it for good tells the reason.
      return false;
    }
  }

  #render(event: WordedEvent): readonly Rendered[] {
    const { id, kind, settings } = this.#with;
    const rendered = kind.render(event, settings, id);
    return event.topic === 'channel.digest' ? rendered.filter(({ target }) => target === event.data.target) : rendered;
  }

  #mode(event: ChannelEvent): TellMode {
    return this.#filter?.mode(event) ?? 'off';
  }
}
