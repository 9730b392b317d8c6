import { html } from '../html.ts';
import { type Ask, type Button, type Message, numberOf } from './command.ts';

/** Buttons in rows. */
export function rowsOf(buttons: readonly Button[], columns: number): Button[][] {
  return Array.from({ length: Math.ceil(buttons.length / columns) }, (_, row) => buttons.slice(row * columns, (row + 1) * columns));
}

export const cancelRow = ({ texts }: Pick<Ask, 'texts'>): Button[] => [{ text: `✖️ ${texts.cancel}`, line: 'cancel', here: true }];

/** More buttons than this, and nobody finds theirs. */
const MOST = 60;

/** Asks for one of the open trades, or of the deleted ones, for a command that was given none. */
export async function chooseTrade(ask: Ask, command: string, state: 'open' | 'deleted' = 'open'): Promise<Message> {
  const { items } = await ask.call('trades.list', { state, limit: MOST });
  if (items.length === 0) return { text: html`${state === 'open' ? ask.texts.nothingOpen : ask.texts.nothingDeleted}` };
  const buttons = items.map((trade) => ({ text: `${numberOf(trade.id)} · ${trade.pair}`, line: `${command} ${numberOf(trade.id)}`, here: true }));
  return { text: html`${ask.texts.chooseTrade}`, buttons: [...rowsOf(buttons, 2), cancelRow(ask)] };
}

/** Asks for one of the pairs that may be traded. */
export async function choosePair(ask: Ask, command: string): Promise<Message> {
  const { items } = await ask.call('markets.whitelist', {});
  if (items.length === 0) return { text: html`${ask.texts.noArgsNow}` };
  const buttons = items.slice(0, MOST).map((pair) => ({ text: pair, line: `${command} ${pair}`, here: true }));
  return { text: html`${ask.texts.choosePair}`, buttons: [...rowsOf(buttons, 3), cancelRow(ask)] };
}
