import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Mark, PictureOrder, Point } from './order.ts';

const WIDTH = 1000;
const HEIGHT = 560;
const PLOT = { left: 24, top: 64, right: WIDTH - 104, bottom: HEIGHT - 48 };
const COLOURS = {
  paper: '#14171f',
  grid: '#262b38',
  text: '#c9d1e0',
  faint: '#7d879c',
  up: '#2fbf8f',
  down: '#e5566d',
  line: '#5b9dff',
  fill: 'rgba(91, 157, 255, 0.18)',
  entry: '#ffd24a',
  exit: '#ffffff',
} as const;
const FONT = 'sans-serif';

type Pen = SKRSContext2D;
interface Scale {
  x(at: number): number;
  y(value: number): number;
}

/** Draws a picture. @returns a PNG */
export function draw(order: PictureOrder): Uint8Array {
  const canvas = createCanvas(WIDTH, HEIGHT);
  const pen = canvas.getContext('2d');
  pen.fillStyle = COLOURS.paper;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  write(pen, order.title, PLOT.left, 40, { colour: COLOURS.text, size: 24 });
  if (order.kind === 'equity') drawEquity(pen, order.points);
  else if (order.kind === 'bars') drawBars(pen, order.bars);
  else drawCandles(pen, order.candles.map(numbers), order.marks);
  return canvas.toBuffer('image/png');
}

interface Bar {
  readonly ts: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

const numbers = ({ ts, open, high, low, close }: { ts: number; open: string; high: string; low: string; close: string }): Bar => ({
  ts,
  open: Number(open),
  high: Number(high),
  low: Number(low),
  close: Number(close),
});

function drawEquity(pen: Pen, points: readonly Point[]): void {
  const first = points[0]?.ts ?? 0;
  const last = points.at(-1)?.ts ?? 1;
  const scale = frame(pen, { from: first, until: last, values: points.map(({ value }) => value) });
  pen.beginPath();
  for (const { ts, value } of points) pen.lineTo(scale.x(ts), scale.y(value));
  pen.strokeStyle = COLOURS.line;
  pen.lineWidth = 2.5;
  pen.stroke();
  pen.lineTo(scale.x(last), PLOT.bottom);
  pen.lineTo(scale.x(first), PLOT.bottom);
  pen.fillStyle = COLOURS.fill;
  pen.fill();
  times(pen, scale, first, last);
}

function drawBars(pen: Pen, bars: ReadonlyArray<{ label: string; value: number }>): void {
  const scale = frame(pen, { from: 0, until: bars.length, values: [0, ...bars.map(({ value }) => value)] });
  const width = (PLOT.right - PLOT.left) / bars.length;
  const every = Math.ceil(bars.length / 10);
  for (const [index, { label, value }] of bars.entries()) {
    const left = PLOT.left + index * width;
    const zero = scale.y(0);
    const top = scale.y(value);
    pen.fillStyle = value < 0 ? COLOURS.down : COLOURS.up;
    pen.fillRect(left + width * 0.15, Math.min(zero, top), width * 0.7, Math.max(1, Math.abs(top - zero)));
    if (index % every === 0) write(pen, label, left + width / 2, PLOT.bottom + 28, { colour: COLOURS.faint, size: 16, align: 'center' });
  }
}

function drawCandles(pen: Pen, candles: readonly Bar[], marks: readonly Mark[]): void {
  const first = candles[0]?.ts ?? 0;
  const step = (candles[1]?.ts ?? first + 1) - first;
  const last = (candles.at(-1)?.ts ?? first) + step;
  const values = [...candles.flatMap(({ high, low }) => [high, low]), ...marks.map(({ price }) => price)];
  const scale = frame(pen, { from: first, until: last, values });
  const width = ((PLOT.right - PLOT.left) / Math.max(1, (last - first) / step)) * 0.7;
  for (const { ts, open, high, low, close } of candles) {
    const middle = scale.x(ts + step / 2);
    pen.fillStyle = close < open ? COLOURS.down : COLOURS.up;
    pen.fillRect(middle - 0.75, scale.y(high), 1.5, Math.max(1, scale.y(low) - scale.y(high)));
    pen.fillRect(middle - width / 2, Math.min(scale.y(open), scale.y(close)), width, Math.max(1, Math.abs(scale.y(open) - scale.y(close))));
  }
  for (const mark of marks) drawMark(pen, scale, mark);
  times(pen, scale, first, last);
}

/** A triangle that points up below an entry, down above an exit. */
function drawMark(pen: Pen, scale: Scale, { ts, price, kind }: Mark): void {
  const x = scale.x(ts);
  const y = scale.y(price);
  const away = kind === 'entry' ? 1 : -1;
  pen.beginPath();
  pen.moveTo(x, y + 3 * away);
  pen.lineTo(x - 9, y + 19 * away);
  pen.lineTo(x + 9, y + 19 * away);
  pen.closePath();
  pen.fillStyle = COLOURS[kind];
  pen.fill();
}

/** Grid and scale for values over a span. */
function frame(pen: Pen, { from, until, values }: { from: number; until: number; values: readonly number[] }): Scale {
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const room = (most - least) * 0.08 || Math.abs(most) * 0.01 || 1;
  const [bottom, top] = [least - room, most + room];
  const scale = {
    x: (at: number) => PLOT.left + ((at - from) / (until - from || 1)) * (PLOT.right - PLOT.left),
    y: (value: number) => PLOT.bottom - ((value - bottom) / (top - bottom)) * (PLOT.bottom - PLOT.top),
  };
  const step = niceStep((top - bottom) / 5);
  for (let value = Math.ceil(bottom / step) * step; value <= top; value += step) {
    const y = Math.round(scale.y(value)) + 0.5;
    pen.fillStyle = COLOURS.grid;
    pen.fillRect(PLOT.left, y, PLOT.right - PLOT.left, 1);
    write(pen, shown(value, step), PLOT.right + 10, y + 6, { colour: COLOURS.faint, size: 16 });
  }
  return scale;
}

/** 1, 2 or 5 times a power of ten. */
function niceStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  return ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power;
}

const shown = (value: number, step: number): string => value.toFixed(Math.max(0, Math.min(8, -Math.floor(Math.log10(step)))));

const DAY = 86_400_000;

function times(pen: Pen, scale: Scale, from: number, until: number): void {
  const long = until - from > 2 * DAY;
  for (let part = 0; part <= 4; part++) {
    const at = from + ((until - from) * part) / 4;
    const iso = new Date(at).toISOString();
    const align = part === 0 ? 'left' : part === 4 ? 'right' : 'center';
    write(pen, long ? iso.slice(5, 10) : iso.slice(11, 16), scale.x(at), PLOT.bottom + 28, { colour: COLOURS.faint, size: 16, align });
  }
}

function write(
  pen: Pen,
  text: string,
  x: number,
  y: number,
  { colour, size, align = 'left' }: { colour: string; size: number; align?: 'left' | 'center' | 'right' },
): void {
  pen.font = `${size}px ${FONT}`;
  pen.textAlign = align;
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}
