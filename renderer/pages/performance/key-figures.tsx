import { useTranslation } from 'react-i18next';
import type { PerformanceSummary } from '../../../daemon/protocol/schemas/performance.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { useFormats } from '../../app/use-formats.ts';
import type { Range } from '../../components/equity/use-equity.ts';
import { Figure } from '../../components/figure.tsx';
import { type Formats, tone } from '../../lib/format.ts';

const DAYS: Partial<Record<Range, number>> = { day: 1, week: 7, month: 30 };

type Name =
  | 'profit'
  | 'realised'
  | 'unrealised'
  | 'fees'
  | 'trades'
  | 'winRate'
  | 'profitFactor'
  | 'expectancy'
  | 'best'
  | 'worst'
  | 'hold'
  | 'drawdown'
  | 'sharpe'
  | 'sortino';

interface Told {
  readonly name: Name;
  readonly text: string | null;
  readonly exact?: string;
  readonly unit?: string;
  readonly mood?: 'gain' | 'loss' | 'flat';
  readonly note?: string;
}

/** The figures a trader is judged by, over the range of the curve; each says on hover what it means. */
export function KeyFigures({ account, range }: { readonly account: string; readonly range: Range }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const days = DAYS[range];
  const { value } = useAnswer('performance.summary', { account, ...(days !== undefined && { days }) }, ['trade.exit_fill', 'trade.entry_fill']);
  const notes = useNotes(value);
  return (
    <dl className="figures key-figures" aria-label={t('figures.label')}>
      {figuresOf(value, formats).map((figure) => (
        <Figure key={figure.name} {...figure} label={t(`performance.${figure.name}`)} hint={t(`performance.hint.${figure.name}`)} note={notes[figure.name]} />
      ))}
    </dl>
  );
}

function useNotes(summary: PerformanceSummary | null): Partial<Record<Name, string>> {
  const { t } = useTranslation();
  const formats = useFormats();
  if (summary === null) return {};
  const { currency, maxDrawdown, profitRatio, openTrades, wins, losses } = summary;
  return {
    profit: t('figures.ofStart', { share: formats.percentChange(profitRatio) }),
    trades: t('performance.open', { count: openTrades }),
    winRate: t('performance.wonLost', { wins: formats.count(wins), losses: formats.count(losses) }),
    drawdown: `${formats.money(maxDrawdown, currency)} ${currency}`,
  };
}

function figuresOf(summary: PerformanceSummary | null, formats: Formats): readonly Told[] {
  const currency = summary?.currency ?? '';
  const change = (name: Name, value: string | null | undefined): Told => ({
    name,
    text: value == null ? null : formats.change(value, currency),
    exact: value ?? undefined,
    unit: currency,
    mood: tone(value ?? '0'),
  });
  const ratio = (name: Name, value: number | null | undefined): Told => ({
    name,
    text: value == null ? null : formats.percentChange(value),
    exact: value == null ? undefined : String(value),
    mood: tone(value ?? 0),
  });
  const plain = (name: Name, value: number | null | undefined, write: (value: number) => string): Told => ({
    name,
    text: value == null ? null : write(value),
    exact: value == null ? undefined : String(value),
  });
  const fixed = (value: number) => formats.ratio(value);
  return [
    change('profit', summary?.profit),
    change('realised', summary?.realised),
    change('unrealised', summary?.unrealised),
    { name: 'fees', text: summary === null ? null : formats.money(summary.fees, currency), exact: summary?.fees, unit: currency },
    plain('trades', summary?.trades, formats.count),
    plain('winRate', summary?.winRate, formats.percent),
    plain('profitFactor', summary?.profitFactor, fixed),
    change('expectancy', summary?.expectancy),
    ratio('best', summary?.bestTrade),
    ratio('worst', summary?.worstTrade),
    plain('hold', summary?.averageHoldMs, formats.duration),
    plain('drawdown', summary?.maxDrawdownRatio, formats.percent),
    plain('sharpe', summary?.sharpe, fixed),
    plain('sortino', summary?.sortino, fixed),
  ];
}
