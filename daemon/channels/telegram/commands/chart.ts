import { METHODS } from '../../../protocol/index.ts';
import { Pair, Timeframe } from '../../../protocol/schemas/common.ts';
import type { Trade } from '../../../protocol/schemas/trading.ts';
import { html } from '../html.ts';
import type { Mark } from '../pictures/order.ts';
import { cancelRow, choosePair } from './choose.ts';
import { type Ask, type Command, type Message, UsageProblem } from './command.ts';

const CANDLES = 120;
const DAYS = 30;

/** `/chart equity`, `/chart daily`, `/chart BTC/USDT [timeframe]`; asks which where nothing is said. */
export const chart: Command = {
  name: 'chart',
  aliases: [],
  usage: '[equity | daily | pair [timeframe]]',
  group: 'statistics',
  role: METHODS['performance.equity'].role,
  run: (ask) => {
    const [what, timeframe] = ask.args;
    if (what === undefined) return choose(ask);
    if (what.toLowerCase() === 'equity') return equity(ask);
    if (what.toLowerCase() === 'daily') return daily(ask);
    return candles(ask, what.toUpperCase(), timeframe);
  },
};

async function choose(ask: Ask): Promise<Message> {
  const { buttons = [] } = await choosePair(ask, 'chart');
  const { texts } = ask;
  // A picture is a message of its own, so the question stays.
  const pairs = buttons.slice(0, -1).map((row) => row.map(({ text, line }) => ({ text, line })));
  const first = [
    { text: `📈 ${texts.buttons.equity}`, line: 'chart equity' },
    { text: `📊 ${texts.buttons.daily}`, line: 'chart daily' },
  ];
  return { text: html`${texts.titles.chart}`, buttons: [first, ...pairs, cancelRow(ask)] };
}

async function equity({ call, texts }: Ask): Promise<Message> {
  const { points, currency } = await call('performance.equity', { points: 400 });
  if (points.length < 2) return { text: html`${texts.noPicture}` };
  const title = `${texts.titles.equity}, ${currency}`;
  return { text: html`${title}`, picture: { kind: 'equity', title, points: points.map(({ ts, equity: value }) => ({ ts, value: Number(value) })) } };
}

async function daily({ call, texts, figures }: Ask): Promise<Message> {
  const { items } = await call('performance.periods', { unit: 'day', count: DAYS });
  const bars = items.toSorted((a, b) => a.start - b.start).map(({ start, profit }) => ({ label: figures.date(start).slice(5), value: Number(profit) }));
  if (bars.every(({ value }) => value === 0)) return { text: html`${texts.noPicture}` };
  return { text: html`${texts.titles.day}`, picture: { kind: 'bars', title: texts.titles.day, bars } };
}

async function candles({ call, texts }: Ask, pair: string, timeframe: string | undefined): Promise<Message> {
  if (!Pair.safeParse(pair).success) throw new UsageProblem(texts.noPair(pair));
  const frame = timeframe === undefined ? undefined : Timeframe.safeParse(timeframe.toLowerCase());
  if (frame && !frame.success) throw new UsageProblem(`${texts.labels.timeframe}: "${timeframe}"?`);
  const shown = await call('markets.candles', { pair, timeframe: frame?.data, limit: CANDLES });
  const [first] = shown.items;
  if (!first || shown.items.length < 2) return { text: html`${texts.noPicture}` };
  const { items: trades } = await call('trades.list', { pair, limit: 200 });
  const title = `${pair} ${shown.timeframe}`;
  return { text: html`${title}`, picture: { kind: 'candles', title, candles: shown.items, marks: trades.flatMap(marksOf).filter(({ ts }) => ts >= first.ts) } };
}

function marksOf({ openedAt, openRate, closedAt, closeRate }: Trade): Mark[] {
  const entry: Mark[] = openRate === null ? [] : [{ ts: openedAt, price: Number(openRate), kind: 'entry' }];
  return closedAt === null || closeRate === null ? entry : [...entry, { ts: closedAt, price: Number(closeRate), kind: 'exit' }];
}
