import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trade } from '../../../daemon/protocol/schemas/trading.ts';
import { selectCurrency, selectFigures, useDesk } from '../../app/desk.ts';
import { useFormats } from '../../app/use-formats.ts';
import { Amount, Change, Money, None, PercentChange, Price } from '../../components/numbers.tsx';
import { Moment } from '../../components/time.tsx';
import { share } from '../../components/virtual-table.tsx';
import { readable } from '../../lib/readable.ts';

export function useTradeColumns() {
  const { t } = useTranslation();
  const formats = useFormats();
  const currency = useDesk(selectCurrency);
  const { markets } = useDesk(selectFigures);
  return useMemo(() => {
    const right = { align: 'right' as const };
    const rate = (trade: Trade, value: string | null) => (value === null ? <None /> : <Price value={value} step={markets[trade.pair]?.priceStep} />);
    const exited = (trade: Trade) => trade.closeRate !== null;
    return [
      { key: 'id', width: share(5), title: t('trades.id'), cell: (trade: Trade) => <strong>{trade.id}</strong> },
      { key: 'opened', width: share(7), title: t('trades.opened'), cell: (trade: Trade) => <Moment ts={trade.openedAt} /> },
      { key: 'pair', width: share(6.4), title: t('column.pair'), cell: (trade: Trade) => trade.pair },
      { key: 'strategy', width: share(6.6), title: t('column.strategy'), cell: (trade: Trade) => trade.strategy ?? t('column.byHand') },
      {
        key: 'profit',
        width: share(6.4),
        title: t('column.profit', { currency }),
        ...right,
        cell: (trade: Trade) => (exited(trade) ? <Change value={trade.profit} currency={currency} /> : <None />),
      },
      { key: 'ratio', width: share(5), title: '%', ...right, cell: (trade: Trade) => (exited(trade) ? <PercentChange ratio={trade.profitRatio} /> : <None />) },
      {
        key: 'ended',
        width: share(8.9),
        title: t('trades.ended'),
        cell: (trade: Trade) =>
          trade.state === 'closed' ? (
            <span className="quiet">{readable(trade.exitReason ?? '')}</span>
          ) : (
            <span className="chip">{t(`tradeState.${trade.state}`)}</span>
          ),
      },
      {
        key: 'held',
        width: share(5),
        title: t('trades.held'),
        ...right,
        cell: (trade: Trade) => (trade.closedAt === null ? <None /> : <span className="num">{formats.duration(trade.closedAt - trade.openedAt)}</span>),
      },
      { key: 'amount', width: share(6), rare: 2 as const, title: t('column.amount'), ...right, cell: (trade: Trade) => <Amount value={trade.amount} /> },
      { key: 'entry', width: share(6), rare: 2 as const, title: t('column.entry'), ...right, cell: (trade: Trade) => rate(trade, trade.openRate) },
      { key: 'exitRate', width: share(6), rare: 2 as const, title: t('column.exit'), ...right, cell: (trade: Trade) => rate(trade, trade.closeRate) },
      {
        key: 'fee',
        width: share(4.4),
        rare: 1 as const,
        title: t('trades.fees', { currency }),
        ...right,
        cell: (trade: Trade) => <Money value={trade.fees} currency={currency} />,
      },
      {
        key: 'tag',
        width: share(6.5),
        rare: 1 as const,
        title: t('trades.tag'),
        cell: (trade: Trade) => <span className="quiet">{readable(trade.entryTag ?? '')}</span>,
      },
    ];
  }, [t, formats, currency, markets]);
}
