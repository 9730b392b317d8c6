import { expect, test } from 'vitest';
import { whyMessage } from '../../../daemon/channels/telegram/commands/bot.ts';
import { Figures } from '../../../daemon/channels/telegram/commands/figures.ts';
import { textsOf } from '../../../daemon/channels/telegram/texts/texts.ts';
import type { Reason } from '../../../daemon/protocol/schemas/bot.ts';
import { say } from '../../../daemon/protocol/texts/english.ts';

const reasonOf = ({ is, ...said }: ReturnType<typeof say>, more: Partial<Reason> = {}): Reason => ({ ...is, ...said, severity: 'info', ...more });
const told = (reasons: Reason[]): string =>
  whyMessage({ texts: textsOf('de'), figures: new Figures('de', 'Asia/Tokyo') }, { trading: false, reasons }).text.source.replaceAll('\u00a0', ' ');

test('a German chat is told in German why nothing is entered, in its zone, and by the daemon where it knows no words', () => {
  const limit = say({ code: 'max_drawdown', params: { fall: 0.3125, limit: 0.25 } });
  const blacklisted = say({ code: 'blacklisted', params: { pair: 'BTC/USDT' } });
  const lines = told([
    reasonOf(say({ code: 'paused', params: { reason: limit.text }, cause: limit.is })),
    reasonOf(say({ code: 'locked', params: { lock: 'l_3', pair: 'ETH/USDT', until: Date.UTC(2026, 10, 21, 20, 30, 5) } })),
    { ...reasonOf(blacklisted), text: `${blacklisted.text}; likewise in 2 more pairs`, morePairs: 2 },
    { code: 'solar_flare', severity: 'info', text: 'A solar flare', remedy: 'Wait' },
  ]);
  expect(lines).toContain('Einstiege sind pausiert: Das Kapital liegt 31,25 % unter seinem Höchststand; die Grenze liegt bei 25,00 %');
  expect(lines).toMatch(/Einstiege in ETH\/USDT sind bis 22\.11\.2026, 05:30:05 gesperrt\n.*Warten oder die Sperre l_3 aufheben/);
  expect(lines).toContain('BTC/USDT steht auf der Blacklist; ebenso in 2 weiteren Paaren');
  expect(lines).toMatch(/A solar flare\n.*Wait/);
});
