import { useTranslation } from 'react-i18next';
import type { BotStatus } from '../../../daemon/protocol/schemas/bot.ts';
import type { PerformanceSummary } from '../../../daemon/protocol/schemas/performance.ts';
import { selectBook, selectCurrency, selectFigures, useDesk } from '../../app/desk.ts';
import { useFormats } from '../../app/use-formats.ts';
import { Figure } from '../../components/figure.tsx';
import { tone } from '../../lib/format.ts';

/** Of a replay that is over only the figures are left, not what was allowed. */
const openTrades = (status: BotStatus | null, summary: PerformanceSummary | null, count: (value: number) => string): string | null =>
  status !== null ? `${count(status.openTrades)} / ${count(status.maxOpenTrades)}` : summary && count(summary.openTrades);

/** The six figures by which a desk is judged. */
export function Figures() {
  const { t } = useTranslation();
  const formats = useFormats();
  const currency = useDesk(selectCurrency);
  const { summary } = useDesk(selectFigures);
  const { performance, status } = useDesk(selectBook);
  const equity = performance?.equity ?? status?.equity ?? summary?.equity ?? null;
  const today = performance?.profitToday ?? status?.profitToday ?? null;
  return (
    <dl className="figures" aria-label={t('figures.label')}>
      <Figure
        label={t('figures.equity')}
        text={equity === null ? null : formats.money(equity, currency)}
        exact={equity ?? undefined}
        unit={currency}
        note={summary && t('figures.start', { amount: formats.money(summary.startEquity, currency) })}
      />
      <Figure
        label={t('figures.profit')}
        text={summary && formats.change(summary.profit, currency)}
        exact={summary?.profit}
        mood={tone(summary?.profit ?? '0')}
        note={summary && t('figures.ofStart', { share: formats.percentChange(summary.profitRatio) })}
      />
      <Figure
        label={t('figures.today')}
        text={today === null ? null : formats.change(today, currency)}
        exact={today ?? undefined}
        mood={tone(today ?? '0')}
        note={t('figures.sinceMidnight')}
      />
      <Figure
        label={t('figures.open')}
        text={openTrades(status, summary, formats.count)}
        exact={String(status?.openTrades ?? summary?.openTrades)}
        note={status && t('figures.orders', { count: status.openOrders })}
      />
      <Figure
        label={t('figures.winRate')}
        text={summary && (summary.winRate === null ? '–' : formats.percent(summary.winRate))}
        exact={summary?.winRate === null ? undefined : String(summary?.winRate)}
        note={summary && t('figures.closed', { count: summary.trades, wins: formats.count(summary.wins) })}
      />
      <Figure
        label={t('figures.drawdown')}
        text={summary && formats.percent(summary.maxDrawdownRatio)}
        exact={String(summary?.maxDrawdownRatio)}
        note={performance && t('figures.drawdownNow', { share: formats.percent(performance.drawdown) })}
      />
    </dl>
  );
}
