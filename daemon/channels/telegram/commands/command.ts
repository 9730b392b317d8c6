import type { MethodName, Params, Result } from '../../../protocol/index.ts';
import type { Role } from '../../../protocol/schemas/common.ts';
import type { Html } from '../html.ts';
import type { Chat, Person } from '../links.ts';
import type { PictureOrder } from '../pictures/order.ts';
import type { TelegramTexts } from '../texts/texts.ts';
import type { Figures } from './figures.ts';

/** Calls a method in the name of who wrote. @throws RpcError */
export type Call = <M extends MethodName>(method: M, params: Params<M>) => Promise<Result<M>>;

/** What a command is given. */
export interface Ask {
  /** Words after the command. */
  readonly args: readonly string[];
  readonly call: Call;
  readonly texts: TelegramTexts;
  readonly figures: Figures;
  readonly person: Person;
  readonly chat: Chat;
  /** Name of the channel this came in by. */
  readonly channel: string;
  /** UTC milliseconds. */
  readonly now: number;
}

/** A button under a message. `line` is a command as it would be typed. */
export interface Button {
  readonly text: string;
  readonly line: string;
  /** Shows the answer in the same message; otherwise it is a new one. */
  readonly here?: boolean;
}

export interface Message {
  readonly text: Html;
  readonly buttons?: ReadonlyArray<readonly Button[]>;
  /** Sent along, drawn elsewhere. */
  readonly picture?: PictureOrder;
}

/** A change that waits for the one who asked to say yes. */
export interface Confirm<M extends MethodName = MethodName> {
  /** What will happen. */
  readonly confirm: Html;
  readonly method: M;
  readonly params: Params<M>;
  readonly done: (result: Result<M>) => Message;
}

export type Reply = Message | Confirm;

export type CommandGroup = 'control' | 'state' | 'statistics' | 'other';

export interface Command {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Arguments as help shows them, such as `[n]`. */
  readonly usage: string;
  readonly group: CommandGroup;
  /** Least role, for menus and help; whether it may be done the dispatcher decides. */
  readonly role: Role;
  /** Without arguments it starts a dialogue. */
  readonly needsArgs?: boolean;
  /** Its answer can be brought up to date in place. */
  readonly refresh?: boolean;
  run(ask: Ask): Promise<Reply> | Reply;
}

/** A confirmation whose parts fit together. */
export const confirm = <M extends MethodName>(given: Confirm<M>): Reply => given as unknown as Confirm;

/** Wrong or missing arguments, told to the one who wrote. */
export class UsageProblem extends Error {
  override readonly name = 'UsageProblem';
}

/** A whole number out of an argument. @throws UsageProblem */
export function wholeOr(ask: Ask, at: number, otherwise: number, most: number): number {
  const word = ask.args[at];
  if (word === undefined) return otherwise;
  const value = /^\d{1,6}$/.test(word) ? Number(word) : 0;
  if (value < 1 || value > most) throw new UsageProblem(ask.texts.wholeNumber(word, most));
  return value;
}

/** `12` and `t_12` are the same trade. */
export const tradeIdOf = (word: string): string => (/^\d+$/.test(word) ? `t_${word}` : word);

/** The number of a trade, as people say it. */
export const numberOf = (id: string): string => id.replace(/^t_/, '');
