import {
  CandlestickSeries,
  createSeriesMarkers,
  HistogramSeries,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  LineSeries,
  LineStyle,
  type MouseEventParams,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { Candle } from '../../../daemon/protocol/schemas/market.ts';
import { seconds, tick } from '../../lib/axis.ts';
import type { Bars } from '../../lib/candles.ts';
import { chartIn } from '../../lib/chart-in.ts';
import { type Formats, stepDigits } from '../../lib/format.ts';
import type { Level, TradeMark } from './overlays.ts';
import type { Indicators } from './use-indicators.ts';

export const COLOURS = ['text', 'text-2', 'text-3', 'line', 'edge', 'gain', 'loss', 'gain-soft', 'loss-soft', 'warn', 'line-1', 'line-2', 'line-3'] as const;
type Colours = Record<(typeof COLOURS)[number], string>;

const LINE_COLOURS = ['line-1', 'line-2', 'line-3'] as const;
/** Candles from the left edge at which older ones are asked for. */
const EDGE = 30;
/** Candles shown at first. */
const WIDTH = 140;

interface Listeners {
  readonly hover: (ts: number | null) => void;
  readonly leftEdge: () => void;
}

type LineApi = ISeriesApi<'Line'>;

/** The chart itself, told what to show piece by piece; what did not change is not drawn anew, so that nothing jumps. */
export class CandleDrawing {
  readonly #chart: IChartApi;
  readonly #removeChart: () => void;
  readonly #candles: ISeriesApi<'Candlestick'>;
  readonly #volume: ISeriesApi<'Histogram'>;
  readonly #markers: ISeriesMarkersPluginApi<Time>;
  readonly #listeners: Listeners;
  readonly #lines = new Map<string, { readonly api: LineApi; first: number | undefined }>();
  #ownMarks: IPriceLine[] = [];
  #priceLevels = new Map<string, { readonly line: IPriceLine; readonly level: Level }>();
  #colours: Colours | null = null;
  #indicators: Indicators | null = null;
  #marks: readonly TradeMark[] = [];
  #levels: readonly Level[] = [];
  #key = '';
  #bars: Bars | null = null;
  /** Opening time of the last candle drawn. */
  #newest = 0;
  #at: number | null = null;

  constructor(element: HTMLElement, listeners: Listeners) {
    this.#listeners = listeners;
    const { chart, remove } = chartIn(element, { timeScale: { rightOffset: 6, minBarSpacing: 1 }, crosshair: { mode: 0 } });
    this.#chart = chart;
    this.#removeChart = remove;
    this.#candles = this.#chart.addSeries(CandlestickSeries, { borderVisible: false });
    this.#candles.priceScale().applyOptions({ scaleMargins: { top: 0.06, bottom: 0.2 } });
    this.#volume = this.#chart.addSeries(HistogramSeries, {
      priceScaleId: '',
      priceLineVisible: false,
      lastValueVisible: false,
      priceFormat: { type: 'volume' },
    });
    this.#volume.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
    this.#markers = createSeriesMarkers(this.#candles, []);
    this.#chart.subscribeCrosshairMove(this.#moved);
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      if (range !== null && range.from < EDGE && this.#bars !== null) this.#listeners.leftEdge();
    });
  }

  remove(): void {
    this.#bars = null;
    this.#removeChart();
  }

  /** Language, zone and digits. */
  write(formats: Formats, priceStep: string | undefined): void {
    const digits = priceStep === undefined ? 5 : stepDigits(priceStep);
    const priceFormat = {
      type: 'custom' as const,
      minMove: 10 ** -digits,
      formatter: (value: number) => formats.price(value.toFixed(digits), priceStep),
    };
    this.#candles.applyOptions({ priceFormat });
    this.#chart.applyOptions({
      localization: { timeFormatter: (time: UTCTimestamp) => formats.moment(time * 1000) },
      timeScale: { tickMarkFormatter: (time: UTCTimestamp, type: number) => tick(formats, time * 1000, type) },
    });
  }

  paint(colours: Colours): void {
    this.#colours = colours;
    const { line } = colours;
    this.#chart.applyOptions({
      layout: { textColor: colours['text-2'], panes: { separatorColor: line, separatorHoverColor: line, enableResize: false } },
      grid: { vertLines: { color: line }, horzLines: { color: line } },
      crosshair: {
        vertLine: { color: colours.edge, labelBackgroundColor: colours['text-3'] },
        horzLine: { color: colours.edge, labelBackgroundColor: colours['text-3'] },
      },
    });
    this.#candles.applyOptions({ upColor: colours.gain, downColor: colours.loss, wickUpColor: colours.gain, wickDownColor: colours.loss });
    if (this.#bars !== null) this.#drawAll(this.#bars);
    for (const id of this.#lines.keys()) this.#dropLine(id);
    this.line(this.#indicators);
    this.#drawMarks();
    this.#drawLevels([]);
    this.#drawLevels(this.#levels);
  }

  /** @param at brought into the middle when other candles are shown, or it is another moment */
  show(key: string, bars: Bars, at: number | null): void {
    const before = this.#bars;
    const isOther = key !== this.#key || before === null || before.closed.length === 0;
    this.#key = key;
    this.#bars = bars;
    if (isOther || before === null || before.closed[0]?.ts !== bars.closed[0]?.ts) this.#drawAll(bars);
    else this.#drawTail(before, bars);
    if (bars.closed.length > 0 && (isOther || at !== this.#at)) this.#place(bars, at);
    if (bars.closed.length > 0) this.#at = at;
    this.#drawMarks();
  }

  line(indicators: Indicators | null): void {
    const wasOwn = this.#indicators?.lines.some(({ pane }) => pane === 'own');
    this.#indicators = indicators;
    if (this.#colours === null) return;
    const wanted = new Set(indicators?.lines.map(({ id }) => id));
    for (const id of this.#lines.keys()) if (!wanted.has(id)) this.#dropLine(id);
    indicators?.lines.forEach((line, index) => {
      this.#drawLine(line, this.#colours?.[LINE_COLOURS[index % LINE_COLOURS.length] ?? 'line-1'] ?? '');
    });
    this.#drawOwnMarks(indicators);
    const isOwn = indicators?.lines.some(({ pane }) => pane === 'own');
    if (isOwn !== wasOwn)
      this.#chart.panes().forEach((pane, index) => {
        pane.setStretchFactor(index === 0 ? 4 : 1);
      });
  }

  mark(marks: readonly TradeMark[]): void {
    this.#marks = marks;
    this.#drawMarks();
  }

  level(levels: readonly Level[]): void {
    this.#levels = levels;
    this.#drawLevels(levels);
  }

  /** Moves the crosshair by keyboard, and the chart along where that leaves it; null takes it away. */
  point(candle: Candle | null): void {
    if (candle === null) {
      this.#chart.clearCrosshairPosition();
      return;
    }
    const scale = this.#chart.timeScale();
    const index = scale.timeToIndex(seconds(candle.ts));
    const range = scale.getVisibleLogicalRange();
    if (index !== null && range !== null && (index < range.from || index > range.to)) {
      const half = (range.to - range.from) / 2;
      scale.setVisibleLogicalRange({ from: index - half, to: index + half });
    }
    this.#chart.setCrosshairPosition(Number(candle.close), seconds(candle.ts), this.#candles);
  }

  readonly #moved = ({ time }: MouseEventParams): void => this.#listeners.hover(time === undefined ? null : (time as UTCTimestamp) * 1000);

  #place({ closed }: Bars, at: number | null): void {
    const last = closed.length - 1;
    const found = at === null ? -1 : closed.findLastIndex((candle) => candle.ts <= at);
    const to = found < 0 ? last + 6 : found + WIDTH / 2;
    this.#chart.timeScale().setVisibleLogicalRange({ from: to - WIDTH, to });
  }

  #drawAll({ closed, forming }: Bars): void {
    const all = forming === null ? closed : [...closed, forming];
    this.#newest = all.at(-1)?.ts ?? 0;
    this.#candles.setData(all.map(candleAt));
    this.#volume.setData(all.map((candle) => this.#volumeAt(candle)));
  }

  #drawTail(before: Bars, { closed, forming }: Bars): void {
    const from = Math.max(0, before.closed.length - 1);
    for (const candle of closed.slice(from)) this.#update(candle);
    if (forming !== null) this.#update(forming);
  }

  #update(candle: Candle): void {
    const isPast = candle.ts < this.#newest;
    this.#newest = Math.max(this.#newest, candle.ts);
    this.#candles.update(candleAt(candle), isPast);
    this.#volume.update(this.#volumeAt(candle), isPast);
  }

  #volumeAt(candle: Candle) {
    const rises = Number(candle.close) >= Number(candle.open);
    return { time: seconds(candle.ts), value: Number(candle.volume), color: this.#colours?.[rises ? 'gain-soft' : 'loss-soft'] ?? '' };
  }

  #drawLine(line: Indicators['lines'][number], color: string): void {
    let known = this.#lines.get(line.id);
    if (known === undefined) {
      const options = { color, lineWidth: 2 as const, priceLineVisible: false, lastValueVisible: line.pane === 'own', crosshairMarkerVisible: false };
      known = { api: this.#chart.addSeries(LineSeries, options, line.pane === 'own' ? 1 : 0), first: undefined };
      this.#lines.set(line.id, known);
    }
    const drawn = known.api.data().at(-1)?.time as UTCTimestamp | undefined;
    const first = line.points[0]?.ts;
    if (drawn === undefined || known.first !== first) known.api.setData(line.points.map(pointAt));
    else for (const point of line.points) if (seconds(point.ts) >= drawn) known.api.update(pointAt(point));
    known.first = first;
  }

  #dropLine(id: string): void {
    const line = this.#lines.get(id);
    this.#lines.delete(id);
    this.#ownMarks = [];
    if (line !== undefined) this.#chart.removeSeries(line.api);
  }

  /** Levels of an indicator on its own scale, such as where it counts as oversold. */
  #drawOwnMarks(indicators: Indicators | null): void {
    const own = indicators?.lines.find(({ pane }) => pane === 'own');
    const api = own && this.#lines.get(own.id)?.api;
    const marks = indicators?.marks.filter(({ pane }) => pane === 'own') ?? [];
    if (api === undefined || this.#ownMarks.length === marks.length) return;
    for (const line of this.#ownMarks) api.removePriceLine(line);
    const style = { color: this.#colours?.['text-3'] ?? '', lineWidth: 1 as const, lineStyle: LineStyle.Dotted, axisLabelVisible: false };
    this.#ownMarks = marks.map((mark) => api.createPriceLine({ ...style, price: mark.value, title: '' }));
  }

  #drawMarks(): void {
    const { closed, forming } = this.#bars ?? { closed: [], forming: null };
    const first = closed[0]?.ts;
    const last = forming?.ts ?? closed.at(-1)?.ts;
    const colours = this.#colours;
    if (colours === null || first === undefined || last === undefined) {
      this.#markers.setMarkers([]);
      return;
    }
    const length = (closed[1]?.ts ?? Number.POSITIVE_INFINITY) - first;
    const shown = this.#marks.filter((mark) => mark.ts >= first && mark.ts < last + length);
    this.#markers.setMarkers(
      shown.map(({ ts, kind, mood }) => ({
        time: seconds(Math.floor(ts / length) * length),
        position: kind === 'entry' ? 'belowBar' : 'aboveBar',
        shape: kind === 'entry' ? 'arrowUp' : 'arrowDown',
        color: kind === 'entry' ? colours.text : colours[mood === 'loss' ? 'loss' : 'gain'],
      })),
    );
  }

  #drawLevels(levels: readonly Level[]): void {
    const colours = this.#colours;
    if (colours === null) return;
    const wanted = new Map(levels.map((level) => [level.id, level]));
    for (const [id, { line, level }] of this.#priceLevels) {
      const next = wanted.get(id);
      if (next !== undefined && next.price === level.price && next.title === level.title) wanted.delete(id);
      else {
        this.#candles.removePriceLine(line);
        this.#priceLevels.delete(id);
      }
    }
    for (const level of wanted.values()) {
      const color = { buy: colours.gain, sell: colours.loss, stop: colours.warn, mark: colours['text-3'] }[level.kind];
      const lineStyle = level.kind === 'mark' ? LineStyle.Dotted : LineStyle.Dashed;
      const line = this.#candles.createPriceLine({
        price: level.price,
        color,
        lineWidth: 1,
        lineStyle,
        axisLabelVisible: level.kind !== 'mark',
        title: level.title,
      });
      this.#priceLevels.set(level.id, { line, level });
    }
  }
}

const candleAt = ({ ts, open, high, low, close }: Candle) => ({
  time: seconds(ts),
  open: Number(open),
  high: Number(high),
  low: Number(low),
  close: Number(close),
});

const pointAt = ({ ts, value }: { readonly ts: number; readonly value: number }) => ({ time: seconds(ts), value });
