import { z } from 'zod';
import type { Log } from '../log/log.ts';
import type { Result } from '../protocol/index.ts';
import { Account, type Role } from '../protocol/schemas/common.ts';
import type { Clock } from './ports.ts';
import type { Language } from './texts/catalogue.ts';
import { WordingSettings } from './texts/settings.ts';
import type { WordedEvent } from './texts/worded.ts';

/** One message to one target, as its kind wrote it down when the event was routed. */
export interface Rendered {
  /** Where in the channel it goes: a chat, a room; order is kept per target. */
  readonly target: string;
  /** What `send` gets back, in the kind's own encoding. */
  readonly message: string;
  /** Short form for people; the event's text when absent. */
  readonly text?: string;
}

/** A message on its way out. */
export interface Outgoing {
  /** The same through all attempts, so that a receiver can drop one that came twice. */
  readonly id: string;
  readonly target: string;
  readonly message: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** Shall arrive without a sound, where the other side knows such a thing. */
  readonly silent: boolean;
}

/** How an attempt to send ended. */
export type SendResult =
  /** The other side has it. */
  | { readonly outcome: 'delivered'; readonly providerId?: string; readonly detail?: string }
  /** Not delivered, may go well later. `reached` is false when the other side never saw it: then it is tried without end. */
  | { readonly outcome: 'retry'; readonly error: string; readonly remedy?: string; readonly retryAfterMs?: number; readonly reached: boolean }
  /** The request went out and the answer was lost: sent again under the same id. */
  | { readonly outcome: 'unknown'; readonly error: string; readonly remedy?: string }
  /** The other side will never take this message; the next may pass. */
  | { readonly outcome: 'dead'; readonly error: string; readonly remedy?: string }
  /** Nothing will pass until an operator acts; the queue is kept. */
  | { readonly outcome: 'park'; readonly error: string; readonly remedy: string };

export interface Sender {
  /**
   * Sends one message. Calls for one target never overlap.
   *
   * @param signal aborted when the time for an attempt is over or the channel stops
   */
  send(message: Outgoing, signal: AbortSignal): Promise<SendResult>;
  /** Begins what goes on beside sending, such as listening; called once, when the channel is at work. */
  start?(): void;
  /** What a test finds out while there is nobody to send a test message to. */
  check?(signal: AbortSignal): Promise<SendResult>;
  stop?(): void | Promise<void>;
}

/** What keeps a channel from working beside its sending. */
export interface Trouble {
  readonly error: string;
  readonly remedy?: string;
  /** Nothing will pass until an operator acts. */
  readonly park: boolean;
}

export interface ChannelContext<S> {
  /** The name an operator gave the channel. */
  readonly id: string;
  readonly settings: S;
  /** @param name as in the descriptor's `secrets` */
  secret(name: string): string | undefined;
  /** Tells what went wrong beside sending, and null once it is over. */
  trouble(trouble: Trouble | null): void;
  readonly log: Log;
  readonly clock: Clock;
}

type Listed = Result<'channels.people'>;

/** Where people talk to the daemon through a kind of channel: who is linked, and which chats. */
export interface People {
  /** Makes a one-time code that links whoever shows it. */
  invite(channel: string, role: Role, by: string): Promise<Result<'channels.pair'>>;
  list(channel: string): Listed;
  /** @returns false when there is nobody of that name */
  unlink(channel: string, person: string): boolean;
  /** @returns false when there is no such chat */
  unlinkChat(channel: string, chat: string): boolean;
  /** Whose private chat it is, by the name in the audit log; undefined for a group. */
  ownerOf(channel: string, chat: string): string | undefined;
  /** @throws RpcError `invalid`, `not_found` */
  setChat(channel: string, chat: string, change: { language?: Language; notify?: Record<string, string> }): Result<'channels.chat'>;
}

export interface SecretSpec {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
}

/**
 * A kind of channel: one folder, one entry in `kinds.ts`. Form, validation, secrets, registration and test button
 * follow from this.
 */
export interface ChannelKind<S extends z.ZodObject = z.ZodObject> {
  readonly kind: string;
  readonly title: string;
  readonly description: string;
  /** With descriptions and defaults; must not use the names of `DeliverySettings` and `WordingSettings`. */
  readonly settings: S;
  readonly secrets: readonly SecretSpec[];
  /**
   * The messages of an event; none means that it is not told. Nothing but the event, the settings and who is linked to
   * the channel decides on them.
   */
  render(event: WordedEvent, settings: z.output<S>, channel: string): readonly Rendered[];
  /** @throws ChannelFault when an operator has to mend something first */
  create(context: ChannelContext<z.output<S>>): Sender | Promise<Sender>;
  /** Tried anew at each start, even where it was parked: what parked it may have been mended meanwhile. */
  readonly startsAnew?: boolean;
  /** Only where people can talk back. */
  readonly people?: People;
  /** Targets that take nothing, with the reason, where it keeps such. */
  refused?(channel: string, settings: z.output<S>): ReadonlyMap<string, string>;
  /** Forgets what it keeps of a channel that was removed. */
  forget?(channel: string): void;
}

/** The channel can't work as it is set up; it is parked with this reason. */
export class ChannelFault extends Error {
  override readonly name = 'ChannelFault';
  readonly remedy: string;

  constructor(reason: string, remedy: string) {
    super(reason);
    this.remedy = remedy;
  }
}

/** Settings every kind has, merged into its own. */
export const DeliverySettings = z.strictObject({
  accounts: z.array(Account).default(['paper']).meta({ title: 'Accounts', description: 'Books whose events are sent; events without a book always are' }),
  replays: z.boolean().default(false).meta({ title: 'Replays too', description: 'Send the events of replays as well' }),
  maxAttempts: z.int().min(1).max(100_000).default(100).meta({
    title: 'Attempts',
    description: 'After so many attempts that reached the other side a message becomes a dead letter; while it cannot be reached, messages wait',
  }),
  timeoutSeconds: z.number().min(0.1).max(300).default(10).meta({ title: 'Time limit', description: 'Seconds for one attempt' }),
  keepDays: z.number().min(0).max(3650).default(14).meta({ title: 'Keep delivered', description: 'Days that delivered messages stay listed' }),
});
export type DeliverySettings = z.output<typeof DeliverySettings>;

/** All settings of a kind, as forms show and `channels.configure` takes them. */
export const settingsOf = (kind: ChannelKind): z.ZodObject => kind.settings.safeExtend({ ...WordingSettings.shape, ...DeliverySettings.shape });
