import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Candle } from '../../../daemon/protocol/schemas/market.ts';
import type { Bars } from '../../lib/candles.ts';
import type { Formats } from '../../lib/format.ts';
import { useColours } from '../../lib/use-colours.ts';
import { CandleDrawing, COLOURS } from './candle-drawing.ts';
import type { Level, TradeMark } from './overlays.ts';
import type { Indicators } from './use-indicators.ts';

interface Props {
  /** Changes when other candles are shown. */
  readonly chartKey: string;
  readonly bars: Bars;
  readonly indicators: Indicators | null;
  readonly marks: readonly TradeMark[];
  readonly levels: readonly Level[];
  /** Brought into the middle when it changes, market time. */
  readonly at: number | null;
  readonly priceStep: string | undefined;
  readonly formats: Formats;
  readonly onHover: (ts: number | null) => void;
  readonly onLeftEdge: () => void;
}

/** Draws; all that is drawn comes from outside. */
export default function CandleChart({ chartKey, bars, indicators, marks, levels, at, priceStep, formats, onHover, onLeftEdge }: Props) {
  const { t } = useTranslation();
  const element = useRef<HTMLElement>(null);
  const drawing = useRef<CandleDrawing | null>(null);
  const colours = useColours(COLOURS);
  const handlers = useRef({ onHover, onLeftEdge });
  handlers.current = { onHover, onLeftEdge };

  useEffect(() => {
    if (element.current === null) return;
    const made = new CandleDrawing(element.current, {
      hover: (ts) => handlers.current.onHover(ts),
      leftEdge: () => handlers.current.onLeftEdge(),
    });
    drawing.current = made;
    return () => {
      drawing.current = null;
      made.remove();
    };
  }, []);

  useEffect(() => drawing.current?.write(formats, priceStep), [formats, priceStep]);
  useEffect(() => drawing.current?.paint(colours), [colours]);
  useEffect(() => drawing.current?.show(chartKey, bars, at), [chartKey, bars, at]);
  useEffect(() => drawing.current?.line(indicators), [indicators]);
  useEffect(() => drawing.current?.mark(marks), [marks]);
  useEffect(() => drawing.current?.level(levels), [levels]);

  /** By its time: older candles may come before it. */
  const cursor = useRef<number | null>(null);
  const move = (event: KeyboardEvent) => {
    const all = bars.forming === null ? bars.closed : [...bars.closed, bars.forming];
    const from = cursor.current === null ? all.length - 1 : all.findIndex((candle) => candle.ts === cursor.current);
    const index = STEPS[event.key]?.(from, all.length);
    const candle: Candle | undefined = index === undefined ? undefined : all[Math.max(0, Math.min(all.length - 1, index))];
    if (candle === undefined) return;
    event.preventDefault();
    cursor.current = candle.ts;
    drawing.current?.point(candle);
    onHover(candle.ts);
  };
  return (
    <section
      ref={element}
      className="chart"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the crosshair
      tabIndex={0}
      aria-label={t('chart.label')}
      onKeyDown={move}
      onBlur={() => {
        cursor.current = null;
        drawing.current?.point(null);
        onHover(null);
      }}
    />
  );
}

const STEPS: Record<string, (index: number, count: number) => number> = {
  ArrowLeft: (index) => index - 1,
  ArrowRight: (index) => index + 1,
  PageUp: (index) => index - 20,
  PageDown: (index) => index + 20,
  Home: () => 0,
  End: (_, count) => count - 1,
};
