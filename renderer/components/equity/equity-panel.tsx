import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectCurrency, selectFigures, useDesk } from '../../app/desk.ts';
import { useFormats } from '../../app/use-formats.ts';
import { type CurvePoint, evenCurve } from '../../lib/curve.ts';
import { prepareModule, useModule } from '../../lib/use-module.ts';
import { Empty } from '../empty.tsx';
import { OutsideLink } from '../outside-link.tsx';
import { Panel } from '../panel.tsx';
import { RANGE_MS, type Range, useEquity } from './use-equity.ts';

/** The drawing library is large; it comes beside the page, not with it. */
const loadChart = () => import('./equity-chart.tsx');
export const prepareChart = () => prepareModule(loadChart);

interface Props {
  readonly range: Range;
  readonly ranges: readonly Range[];
  readonly onRange: (range: Range) => void;
}

/** The curve of equity with the drawdown below it; the figures under the pointer stand beside the title. */
export function EquityPanel({ range, ranges, onRange }: Props) {
  const { t } = useTranslation();
  const [hover, setHover] = useState<CurvePoint | null>(null);
  const currency = useDesk(selectCurrency);
  const base = useDesk((state) => selectFigures(state).summary?.startEquity ?? null);
  const points = useEquity(range);
  const chart = useModule(
    loadChart,
    useDesk((state) => state.generation),
  );
  const formats = useFormats();
  const slots = useMemo(() => evenCurve(points ?? [], RANGE_MS[range]), [points, range]);
  const shown = hover ?? points?.at(-1) ?? null;
  return (
    <Panel
      name="equity"
      title={t('equity.title')}
      note={
        shown !== null && (
          <span className="num">
            {formats.moment(shown.ts)} · {formats.money(shown.equity, currency)} {currency} · {t('equity.drawdown', { share: formats.percent(shown.drawdown) })}
          </span>
        )
      }
      actions={<RangeChoice range={range} ranges={ranges} onRange={onRange} />}
    >
      {points !== null && slots.length >= 2
        ? chart !== null && (
            <chart.EquityChart slots={slots} base={Number(base ?? points[0]?.equity)} formats={formats} currency={currency} onHover={setHover} />
          )
        : points !== null && <Empty title={t('equity.empty')}>{t('equity.emptyText')}</Empty>}
      <OutsideLink to="tradingView" className="attribution" title={t('equity.attribution')}>
        TradingView
      </OutsideLink>
    </Panel>
  );
}

function RangeChoice({ range, ranges, onRange }: Props) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div className="segments" role="group" aria-label={t('equity.range')}>
      {ranges.map((one) => (
        <button key={one} type="button" className="segment" data-shortcut={`range-${one}`} aria-pressed={one === range} onClick={() => onRange(one)}>
          {t(`range.${one}`)}
        </button>
      ))}
    </div>
  );
}
