import { hash } from 'node:crypto';
import type { ChannelEvent } from '../event.ts';
import type { Hold, NewRow } from '../outbox/outbox.ts';
import type { Holds } from './holds.ts';
import { NORMAL } from './priority.ts';
import { quietUntil } from './quiet.ts';
import type { Routing } from './schema.ts';

interface GateOptions {
  readonly channel: string;
  readonly routing: Routing;
  /** IANA time zone of the rules. */
  readonly zone: string;
  readonly holds: Holds;
}

/** What is told as it comes, whatever is held: each of them stands for many messages, or was asked for at its time. */
const ALWAYS: ReadonlySet<string> = new Set(['channel.digest', 'performance.period']);

const MINUTE_MS = 60_000;

/** All messages of a channel, as a window counts them. */
const ALL = '';

/**
 * Decides which messages of a channel go out as they come, and which wait to be told together. What it counts is in
 * the store, and changes with the messages or not at all.
 */
export class Gate {
  readonly #with: GateOptions;
  /** Most channels have no such rule, and pay nothing for it. */
  readonly #isOn: boolean;
  /** Quiet hours begin and end with a minute, and to reckon with a calendar takes longer than to queue a message. */
  #minute: { readonly number: number; readonly quietUntil: number | undefined } | undefined;

  constructor(options: GateOptions) {
    const { quietHours, dedupeSeconds, cap } = options.routing;
    this.#with = options;
    this.#isOn = (quietHours ?? dedupeSeconds ?? cap) !== undefined;
  }

  /** Inside the transaction that queues the messages of an event: the messages, held back where a rule says so. */
  admit({ topic }: ChannelEvent, rows: readonly NewRow[], now: number): readonly NewRow[] {
    const [first] = rows;
    if (!this.#isOn || !first || first.priority !== NORMAL || first.error !== undefined || ALWAYS.has(topic)) return rows;
    const hold = this.#hold(topic, first.text, now);
    return hold ? rows.map((row) => ({ ...row, hold })) : rows;
  }

  /** The quiet hours that are on, for what is queued already. */
  quiet(now: number): Hold | undefined {
    const { routing, zone } = this.#with;
    if (!routing.quietHours) return undefined;
    const minute = Math.floor(now / MINUTE_MS);
    if (this.#minute?.number !== minute) this.#minute = { number: minute, quietUntil: quietUntil(routing.quietHours, zone, now) };
    const until = this.#minute.quietUntil;
    return until === undefined ? undefined : { reason: 'quiet', group: ALL, until };
  }

  /** After the rules have changed: what they held goes when they say now, or at once. */
  resume(now: number): void {
    const { channel, routing, holds } = this.#with;
    holds.reschedule(channel, 'quiet', this.quiet(now)?.until ?? now);
    if (!routing.cap) holds.reschedule(channel, 'cap', now);
    if (!routing.dedupeSeconds) holds.reschedule(channel, 'repeat', now);
  }

  /** Whoever comes while others of the same reason still wait joins them, so that none overtakes. */
  #hold(topic: string, text: string, now: number): Hold | undefined {
    const { channel, holds } = this.#with;
    const waiting = holds.openUntil(channel, 'quiet', ALL);
    if (waiting !== undefined) return { reason: 'quiet', group: ALL, until: waiting };
    return this.quiet(now) ?? this.#repeated(hash('sha256', `${topic}\n${text}`).slice(0, 32), now);
  }

  #repeated(text: string, now: number): Hold | undefined {
    const { channel, routing, holds } = this.#with;
    if (!routing.dedupeSeconds) return this.#capped(now);
    const lengthMs = routing.dedupeSeconds * 1000;
    const waiting = holds.openUntil(channel, 'repeat', text);
    if (waiting !== undefined) return { reason: 'repeat', group: text, until: waiting };
    const told = holds.window(channel, text);
    if (told && isWithin(now, told.beganAt, lengthMs)) return { reason: 'repeat', group: text, until: told.beganAt + lengthMs };
    const capped = this.#capped(now);
    if (!capped) {
      holds.setWindow(channel, text, now, 1);
      holds.forgetTexts(channel, now - lengthMs);
    }
    return capped;
  }

  #capped(now: number): Hold | undefined {
    const { channel, routing, holds } = this.#with;
    if (!routing.cap) return undefined;
    const lengthMs = routing.cap.seconds * 1000;
    const waiting = holds.openUntil(channel, 'cap', ALL);
    if (waiting !== undefined) return { reason: 'cap', group: ALL, until: waiting };
    const last = holds.window(channel, ALL);
    const { beganAt, told } = last && isWithin(now, last.beganAt, lengthMs) ? last : { beganAt: now, told: 0 };
    if (told >= routing.cap.messages) return { reason: 'cap', group: ALL, until: beganAt + lengthMs };
    holds.setWindow(channel, ALL, beganAt, told + 1);
    return undefined;
  }
}

/** A clock that was set back ends a window. */
const isWithin = (now: number, beganAt: number, lengthMs: number): boolean => now >= beganAt && now < beganAt + lengthMs;
