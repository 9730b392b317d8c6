import { oneLine, shorten } from '../texts/plain.ts';
import { type Tone, toneOf } from '../texts/tone.ts';
import type { Figure, WordedEvent } from '../texts/worded.ts';

/** Limits of Slack (https://api.slack.com/reference/block-kit/blocks#section). */
const TEXT = 3000;
const FIELD = 2000;
const FIELDS_PER_SECTION = 10;

const MARKS: Readonly<Record<Tone, string>> = { gain: '🟢 ', loss: '🔴 ', alarm: '🚨 ', caution: '🟠 ', neutral: '' };
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Slack reads mentions and links between angle brackets; so no text may have any (https://api.slack.com/reference/surfaces/formatting#escaping). */
const escapeEntities = (character: string): string => ENTITIES[character] ?? character;

const plainText = (text: string, limit: number) => ({ type: 'plain_text', text: shorten(text, limit, escapeEntities), emoji: false });
const fieldOf = ({ label, value }: Figure) => plainText(`${label}\n${value}`, FIELD);

/** Blocks of plain text, in which no formatting counts, and the same in one line for notifications. */
export function slackMessage(event: WordedEvent, { figures }: { readonly figures: boolean }): object {
  const text = `${MARKS[toneOf(event)]}${event.text}`;
  const shown = figures ? event.figures : [];
  const sections = Array.from({ length: Math.ceil(shown.length / FIELDS_PER_SECTION) }, (_, nth) => ({
    type: 'section',
    fields: shown.slice(nth * FIELDS_PER_SECTION, (nth + 1) * FIELDS_PER_SECTION).map(fieldOf),
  }));
  const number = event.seq === null ? [] : [{ type: 'context', elements: [plainText(`#${event.seq}`, TEXT)] }];
  return {
    text: shorten(oneLine(text), TEXT, escapeEntities),
    mrkdwn: false,
    blocks: [{ type: 'section', text: plainText(text, TEXT) }, ...sections, ...number],
  };
}
