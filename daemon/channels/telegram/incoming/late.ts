import type { Figures } from '../commands/figures.ts';
import { type Html, html, lines } from '../html.ts';
import type { TelegramTexts } from '../texts/texts.ts';

export interface LateCommand {
  /** As it was written. */
  readonly text: string;
  /** UTC milliseconds. */
  readonly sentAt: number;
}

const SHOWN = 10;
const LONGEST = 60;

/** One answer to all that was asked in a chat while nobody listened. */
export function lateText(commands: readonly LateCommand[], texts: TelegramTexts, figures: Figures, now: number): Html {
  const shown = commands.slice(0, SHOWN);
  return lines([
    ...shown.map(({ text, sentAt }) => html`⏰ <code>${shorten(text)}</code> ${texts.late(figures.duration(Math.max(0, now - sentAt)))}`),
    commands.length > SHOWN && html`${texts.lateMore(commands.length - SHOWN)}`,
  ]);
}

const shorten = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
