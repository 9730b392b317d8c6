import { AreaSeries, BaselineSeries, type IChartApi, type ISeriesApi, type MouseEventParams, type TickMarkType, type UTCTimestamp } from 'lightweight-charts';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { seconds, tick } from '../../lib/axis.ts';
import { chartIn } from '../../lib/chart-in.ts';
import { type CurvePoint, isSameButLast, type Slot } from '../../lib/curve.ts';
import { type Formats, moneyDigits } from '../../lib/format.ts';
import { useColours } from '../../lib/use-colours.ts';

interface Props {
  readonly slots: readonly Slot[];
  /** Equity at the start: above is gain, below is loss. */
  readonly base: number;
  readonly currency: string;
  readonly formats: Formats;
  readonly onHover: (point: CurvePoint | null) => void;
}

interface Drawing {
  readonly chart: IChartApi;
  readonly equity: ISeriesApi<'Baseline'>;
  readonly drawdown: ISeriesApi<'Area'>;
  readonly remove: () => void;
}

const MINUTE = 60_000;
const equityAt = ({ ts, point }: Slot) => (point === undefined ? { time: seconds(ts) } : { time: seconds(ts), value: Number(point.equity) });
const drawdownAt = ({ ts, point }: Slot) => (point === undefined ? { time: seconds(ts) } : { time: seconds(ts), value: -point.drawdown });

function draw(element: HTMLElement): Drawing {
  const { chart, remove } = chartIn(element, {
    rightPriceScale: { entireTextOnly: true },
    timeScale: { secondsVisible: false, minBarSpacing: 0.05, fixLeftEdge: true, fixRightEdge: true },
    handleScroll: false,
    handleScale: false,
  });
  const equity = chart.addSeries(BaselineSeries, { lineWidth: 2, lastValueVisible: false, priceLineVisible: false });
  const drawdown = chart.addSeries(AreaSeries, { lineWidth: 1, lastValueVisible: false, priceLineVisible: false }, 1);
  // Its width changes with the window, and once the labels beside it are measured.
  chart.timeScale().subscribeSizeChange(() => chart.timeScale().fitContent());
  const [above, below] = chart.panes();
  above?.setStretchFactor(4);
  below?.setStretchFactor(1);
  return { chart, equity, drawdown, remove };
}

export function EquityChart({ slots, base, currency, formats, onHover }: Props) {
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const colours = useColours(['text-2', 'line', 'gain', 'loss', 'gain-soft', 'loss-soft', 'gain-none', 'loss-none']);

  useEffect(() => {
    if (element.current === null) return;
    const made = draw(element.current);
    drawing.current = made;
    return () => {
      drawing.current = null;
      made.remove();
    };
  }, []);

  useEffect(() => {
    const { chart, equity, drawdown } = drawing.current!;
    const grid = { color: colours.line };
    chart.applyOptions({
      layout: { textColor: colours['text-2'], panes: { separatorColor: colours.line, separatorHoverColor: colours.line, enableResize: false } },
      grid: { vertLines: { visible: false }, horzLines: grid },
    });
    equity.applyOptions({
      baseValue: { type: 'price', price: base },
      topLineColor: colours.gain,
      topFillColor1: colours['gain-soft'],
      topFillColor2: colours['gain-none'],
      bottomLineColor: colours.loss,
      bottomFillColor1: colours['loss-none'],
      bottomFillColor2: colours['loss-soft'],
    });
    drawdown.applyOptions({ lineColor: colours.loss, topColor: colours['loss-none'], bottomColor: colours['loss-soft'], invertFilledArea: true });
  }, [colours, base]);

  useEffect(() => {
    const { chart, equity, drawdown } = drawing.current!;
    const digits = moneyDigits(currency);
    equity.applyOptions({
      priceFormat: { type: 'custom', minMove: 10 ** -digits, formatter: (value: number) => formats.money(value.toFixed(digits), currency) },
    });
    drawdown.applyOptions({ priceFormat: { type: 'custom', minMove: 0.0001, formatter: (value: number) => formats.percent(value) } });
    chart.applyOptions({
      localization: { timeFormatter: (time: UTCTimestamp) => formats.moment(time * 1000) },
      timeScale: { tickMarkFormatter: (time: UTCTimestamp, type: TickMarkType) => tick(formats, time * 1000, type) },
    });
  }, [currency, formats]);

  const drawn = useRef<readonly Slot[]>([]);
  useEffect(() => {
    const { chart, equity, drawdown } = drawing.current!;
    const before = drawn.current;
    drawn.current = slots;
    const last = slots.at(-1);
    // With each price only the last slot changes; to set all of them takes the time of a frame.
    if (last !== undefined && isSameButLast(slots, before)) {
      equity.update(equityAt(last));
      drawdown.update(drawdownAt(last));
      return;
    }
    equity.setData(slots.map(equityAt));
    drawdown.setData(slots.map(drawdownAt));
    chart.applyOptions({ timeScale: { secondsVisible: (slots[1]?.ts ?? 0) - (slots[0]?.ts ?? 0) < MINUTE } });
    chart.timeScale().fitContent();
  }, [slots]);

  useEffect(() => {
    const { chart, equity, drawdown } = drawing.current!;
    const moved = ({ time, seriesData }: MouseEventParams) => {
      const at = seriesData.get(equity);
      const below = seriesData.get(drawdown);
      if (time === undefined || at === undefined || !('value' in at)) return onHover(null);
      const fall = below !== undefined && 'value' in below ? -below.value : 0;
      onHover({ ts: (time as UTCTimestamp) * 1000, equity: at.value.toFixed(moneyDigits(currency)), drawdown: fall });
    };
    chart.subscribeCrosshairMove(moved);
    return () => chart.unsubscribeCrosshairMove(moved);
  }, [currency, onHover]);

  return <div ref={element} className="chart" role="img" aria-label={t('equity.chartLabel')} />;
}
