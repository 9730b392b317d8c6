import { METHODS, type Result } from '../../../protocol/index.ts';
import { html, lines } from '../html.ts';
import { type Ask, type Command, type Message, wholeOr } from './command.ts';
import { table } from './table.ts';

type Unit = 'day' | 'week' | 'month';

const DEFAULTS: Record<Unit, number> = { day: 7, week: 8, month: 6 };

const period = (name: string, unit: Unit): Command => ({
  name,
  aliases: [],
  usage: '[n]',
  group: 'statistics',
  role: METHODS['performance.periods'].role,
  refresh: true,
  run: async (ask) => {
    const { items } = await ask.call('performance.periods', { unit, count: wholeOr(ask, 0, DEFAULTS[unit], 100) });
    return periodsMessage(ask, unit, items);
  },
});

function periodsMessage({ texts, figures }: Pick<Ask, 'texts' | 'figures'>, unit: Unit, items: Result<'performance.periods'>['items']): Message {
  const { labels } = texts;
  const rows = items
    .toSorted((a, b) => b.start - a.start)
    .map((one) => [figures.date(one.start), figures.gain(one.profit), String(one.trades), figures.percent(one.winRate, false)]);
  return {
    text: lines([html`<b>${texts.titles[unit]}</b>`, table([labels.period, `>${labels.profit}`, `>${labels.count}`, `>${labels.winRate}`], rows)]),
    ...(unit === 'day' && { buttons: [[{ text: `📊 ${texts.buttons.chart}`, line: 'chart daily' }]] }),
  };
}

export const periods: readonly Command[] = [period('daily', 'day'), period('weekly', 'week'), period('monthly', 'month')];
