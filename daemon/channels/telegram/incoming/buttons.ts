import type { Button, Message } from '../commands/command.ts';
import type { TelegramTexts } from '../texts/texts.ts';
import type { InlineButton } from './replies.ts';

/** What a button carries: a command in the same message (`u`), the same with the way home (`h`), a new message (`c`), a yes (`y`), a no (`n`). */
export type Press =
  | { readonly kind: 'line'; readonly line: string; readonly here: boolean; readonly fromHome: boolean }
  | { readonly kind: 'yes' | 'no'; readonly id: string };

/** Longest data of a button, in bytes (https://core.telegram.org/bots/api#inlinekeyboardbutton). */
const MAX_DATA = 64;

export function readPress(data: string): Press | undefined {
  const [, kind, rest = ''] = /^([uhcyn])\|(.{1,64})$/su.exec(data) ?? [];
  if (kind === undefined) return undefined;
  if (kind === 'y' || kind === 'n') return { kind: kind === 'y' ? 'yes' : 'no', id: rest };
  return { kind: 'line', line: rest, here: kind !== 'c', fromHome: kind === 'h' };
}

const fits = ({ data }: InlineButton): boolean => Buffer.byteLength(data) <= MAX_DATA;

interface Frame {
  readonly texts: TelegramTexts;
  /** Command that made the message, as it would be typed; undefined where it can't be refreshed. */
  readonly refresh: string | undefined;
  /** It is shown in the home screen's message. */
  readonly fromHome: boolean;
  readonly isHome: boolean;
}

/** The buttons of a message with those every message of its sort has. One whose data is too long is left out. */
export function buttonsOf({ buttons = [] }: Message, { texts, refresh, fromHome, isHome }: Frame): InlineButton[][] {
  const inHome = fromHome || isHome;
  const own = buttons.map((row) => row.map((button) => inlineButton(button, inHome)).filter(fits));
  const last: InlineButton[] = [
    ...(refresh !== undefined ? [{ text: `🔄 ${texts.refresh}`, data: `${inHome ? 'h' : 'u'}|${refresh}` }] : []),
    ...(fromHome && !isHome ? [{ text: `🏠 ${texts.home}`, data: 'h|home' }] : []),
  ].filter(fits);
  return [...own, last].filter((row) => row.length > 0);
}

const inlineButton = ({ text, line, here = false }: Button, inHome: boolean): InlineButton => ({ text, data: `${here ? (inHome ? 'h' : 'u') : 'c'}|${line}` });
