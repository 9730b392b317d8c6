import type { Log } from '../log/log.ts';
import type { ChannelEntry } from './config.ts';
import type { ChannelKind, DeliverySettings } from './descriptor.ts';
import type { ChannelEvent } from './event.ts';
import type { NewRow } from './outbox/outbox.ts';
import { type Filter, filterOf } from './routing.ts';
import type { WordingSettings } from './texts/settings.ts';
import { worded } from './texts/worded.ts';

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

  constructor(options: WordingOptions) {
    const { id, entry, settings } = options;
    this.#with = options;
    this.#filter = (entry.enabled ?? true) ? filterOf(id, entry, settings) : undefined;
  }

  /** Cheap first look; false spares the event from being parsed. */
  mayMatch(topic: string): boolean {
    return this.#filter?.mayMatch(topic) ?? false;
  }

  wants(event: ChannelEvent): boolean {
    return this.#filter?.matches(event) ?? false;
  }

  /** Messages for an event; one that can't be rendered becomes a dead letter, so that it is seen. */
  rowsFor(event: ChannelEvent): NewRow[] {
    if (!this.wants(event)) return [];
    const { id, kind, settings, log } = this.#with;
    const common = { channel: id, seq: event.seq ?? 0, topic: event.topic, created_at: event.ts };
    const told = worded(event, settings);
    try {
      return kind.render(told, settings).map(({ target, message, text }, part) => ({ ...common, target, part, text: text ?? told.text, message }));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.info('An event could not be put into words', { error, seq: event.seq });
      return [{ ...common, target: '', part: 0, text: told.text, message: null, error: `could not be rendered: ${reason}` }];
    }
  }
}
