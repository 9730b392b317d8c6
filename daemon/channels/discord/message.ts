import { oneLine, shorten } from '../texts/plain.ts';
import { type Tone, toneOf } from '../texts/tone.ts';
import type { WordedEvent } from '../texts/worded.ts';

/** Limits of Discord (https://discord.com/developers/docs/resources/message#embed-object-embed-limits). */
const TITLE = 256;
const DESCRIPTION = 4096;
const FIELD_NAME = 256;
const FIELD_VALUE = 1024;
const FIELDS = 25;

const COLOURS: Readonly<Record<Tone, number>> = { gain: 0x2e9e5b, loss: 0xd1434b, alarm: 0xb3261e, caution: 0xe0a100, neutral: 0x3b82f6 };

/** Whatever Discord would read as formatting, a link or a mention shows as itself after a backslash. */
const escapeMarkdown = (character: string): string => (/[\\*_~`|>#[\]<@]/.test(character) ? `\\${character}` : character);

/** One embed. Nothing in it notifies anybody: mentions are switched off as well as escaped. */
export function discordMessage(event: WordedEvent, { username, figures }: { readonly username: string; readonly figures: boolean }): object {
  const { text, ts, seq } = event;
  const short = !text.includes('\n') && text.length <= TITLE / 2;
  const embed = {
    ...(short ? { title: shorten(oneLine(text), TITLE, escapeMarkdown) } : { description: shorten(text, DESCRIPTION, escapeMarkdown) }),
    color: COLOURS[toneOf(event)],
    timestamp: new Date(ts).toISOString(),
    ...(figures && event.figures.length > 0 && { fields: fieldsOf(event) }),
    ...(seq !== null && { footer: { text: `#${seq}` } }),
  };
  return { username, allowed_mentions: { parse: [] }, embeds: [embed] };
}

const fieldsOf = ({ figures }: WordedEvent): object[] =>
  figures.slice(0, FIELDS).map(({ label, value }) => ({
    name: shorten(label, FIELD_NAME, escapeMarkdown),
    value: shorten(value, FIELD_VALUE, escapeMarkdown),
    inline: value.length <= 40,
  }));
