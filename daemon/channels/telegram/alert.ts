import type { Rendered } from '../descriptor.ts';
import type { EventLevel } from '../event.ts';
import type { WordingSettings } from '../texts/settings.ts';
import { type WordedEvent, worded } from '../texts/worded.ts';
import { type Html, html, lines, split } from './html.ts';
import type { Chat } from './links.ts';
import { modeOf } from './notify.ts';
import type { TelegramSettings } from './settings.ts';
import { targetOf } from './target.ts';

/** What is put into the outbox for one message. */
export interface AlertMessage {
  /** Telegram's HTML. */
  readonly html: string;
  readonly silent: boolean;
}

/** Longest message, in UTF-16 units without marks (https://core.telegram.org/bots/api#sendmessage). */
export const MAX_TEXT = 4096;
/** Left for the number at the end. */
const ROOM = 40;

const LEVEL_ICONS: Record<EventLevel, string> = { debug: '▫️', info: 'ℹ️', warning: '⚠️', error: '🛑' };
const ICONS: { readonly [topic in WordedEvent['topic']]?: string } = {
  test: '🔔',
  'trade.entry': '🔵',
  'trade.entry_fill': '✅',
  'trade.entry_cancel': '↩️',
  'trade.exit': '🟠',
  'trade.exit_cancel': '↩️',
  'protection.triggered': '🔒',
  'protection.global': '🔒',
  'lock.set': '🔒',
  'lock.lifted': '🔓',
  'strategy.message': '💬',
  'notify.message': '✉️',
};

/** Profit of a closed trade from which it is a flight. */
const FLIGHT = 0.05;

function iconOf({ topic, level, data }: WordedEvent): string {
  const trade = data.trade as { profitRatio?: unknown; exitReason?: unknown } | undefined;
  if (topic === 'trade.exit_fill' && typeof trade?.profitRatio === 'number') {
    if (trade.profitRatio >= FLIGHT) return '🚀';
    if (trade.profitRatio >= 0) return '✳️';
    return trade.exitReason === 'stop_loss' ? '⚠️' : '❌';
  }
  if (topic === 'notify.message' && level !== 'info') return LEVEL_ICONS[level];
  return ICONS[topic] ?? LEVEL_ICONS[level];
}

/** An event as Telegram shows it. */
function alertText(event: WordedEvent): Html {
  const [head = '', ...rest] = event.text.split('\n');
  return lines([
    html`${iconOf(event)} <b>${head}</b>`,
    ...rest.map((line) => html`${line}`),
    ...event.figures.map(({ label, value }) => html`${label}: <code>${value}</code>`),
  ]);
}

/** The pieces of an alert, each with the number of its event: who gets one twice sees that it is the same. */
function alertPieces(event: WordedEvent): string[] {
  const pieces = split(alertText(event).source, MAX_TEXT - ROOM);
  if (event.seq === null) return pieces;
  return pieces.map((piece, index) => {
    const part = pieces.length > 1 ? ` (${index + 1}/${pieces.length})` : '';
    return `${piece}\n<i>#${event.seq}${part}</i>`;
  });
}

interface Hearers {
  readonly chats: readonly Chat[];
  /** Targets that take nothing. */
  readonly refused: ReadonlyMap<string, string>;
}

/** Messages of an event for everybody who is to hear it, in their language. A test also goes to who refused. */
export function renderAlert(event: WordedEvent, settings: TelegramSettings & WordingSettings, { chats, refused }: Hearers): Rendered[] {
  const linked = chats.map((chat) => ({ target: targetOf(chat), language: chat.language, mode: modeOf(chat.notify, event.topic) }));
  const listed = settings.chats
    .filter((target) => !linked.some((one) => one.target === target))
    .map((target) => ({ target, language: settings.language, mode: 'on' as const }));
  const pieces = new Map<string, string[]>();
  const inLanguage = (language: WordingSettings['language']) => {
    const made = pieces.get(language) ?? alertPieces(language === settings.language ? event : worded(event, { ...settings, language }));
    pieces.set(language, made);
    return made;
  };
  return [...linked, ...listed]
    .filter(({ target, mode }) => mode !== 'off' && (event.topic === 'test' || !refused.has(target)))
    .flatMap(({ target, language, mode }) =>
      inLanguage(language).map((source) => {
        const message: AlertMessage = { html: source, silent: mode === 'silent' };
        return { target, message: JSON.stringify(message) };
      }),
    );
}
