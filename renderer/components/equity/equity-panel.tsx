import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectCurrency, selectFigures, useDesk } from '../../app/desk.ts';
import { useFormats } from '../../app/use-formats.ts';
import { Empty } from '../../components/empty.tsx';
import { OutsideLink } from '../../components/outside-link.tsx';
import { Panel } from '../../components/panel.tsx';
import { type CurvePoint, evenCurve } from '../../lib/curve.ts';
import { useModule } from '../../lib/use-module.ts';
import { RANGE_MS, RANGES, type Range, useEquity } from './use-equity.ts';

/** The drawing library is large; it comes behind the page. */
const loadChart = () => import('./equity-chart.tsx');

export function EquityPanel() {
  const { t } = useTranslation();
  const [range, setRange] = useState<Range>('all');
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
      actions={<RangeChoice range={range} onChange={setRange} />}
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

function RangeChoice({ range, onChange }: { readonly range: Range; readonly onChange: (range: Range) => void }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div className="segments" role="group" aria-label={t('equity.range')}>
      {RANGES.map((one) => (
        <button key={one} type="button" className="segment" data-shortcut={`range-${one}`} aria-pressed={one === range} onClick={() => onChange(one)}>
          {t(`range.${one}`)}
        </button>
      ))}
    </div>
  );
}
