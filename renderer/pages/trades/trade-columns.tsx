import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trade } from '../../../daemon/protocol/schemas/trading.ts';
import { selectCurrency, selectFigures, useDesk } from '../../app/desk.ts';
import { useFormats } from '../../app/use-formats.ts';
import { Amount, Change, Money, None, PercentChange, Price } from '../../components/numbers.tsx';
import { Moment } from '../../components/time.tsx';
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
      { key: 'id', width: '5.4rem', title: t('trades.id'), cell: (trade: Trade) => <strong>{trade.id}</strong> },
      { key: 'opened', width: '7rem', title: t('trades.opened'), cell: (trade: Trade) => <Moment ts={trade.openedAt} /> },
      { key: 'pair', width: '6.4rem', title: t('column.pair'), cell: (trade: Trade) => trade.pair },
      { key: 'strategy', width: '6.6rem', title: t('column.strategy'), cell: (trade: Trade) => trade.strategy ?? t('column.byHand') },
      {
        key: 'profit',
        width: '6.4rem',
        title: t('column.profit', { currency }),
        ...right,
        cell: (trade: Trade) => (exited(trade) ? <Change value={trade.profit} currency={currency} /> : <None />),
      },
      { key: 'ratio', width: '5rem', title: '%', ...right, cell: (trade: Trade) => (exited(trade) ? <PercentChange ratio={trade.profitRatio} /> : <None />) },
      {
        key: 'ended',
        width: '8.9rem',
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
        width: '5rem',
        title: t('trades.held'),
        ...right,
        cell: (trade: Trade) => (trade.closedAt === null ? <None /> : <span className="num">{formats.duration(trade.closedAt - trade.openedAt)}</span>),
      },
      { key: 'amount', width: '6rem', title: t('column.amount'), ...right, cell: (trade: Trade) => <Amount value={trade.amount} /> },
      { key: 'entry', width: '6rem', title: t('column.entry'), ...right, cell: (trade: Trade) => rate(trade, trade.openRate) },
      { key: 'exitRate', width: '6rem', title: t('column.exit'), ...right, cell: (trade: Trade) => rate(trade, trade.closeRate) },
      {
        key: 'fee',
        width: '4.4rem',
        title: t('trades.fees', { currency }),
        ...right,
        cell: (trade: Trade) => <Money value={trade.fees} currency={currency} />,
      },
      {
        key: 'tag',
        width: 'minmax(7.3rem, 1fr)',
        title: t('trades.tag'),
        cell: (trade: Trade) => <span className="quiet">{readable(trade.entryTag ?? '')}</span>,
      },
    ];
  }, [t, formats, currency, markets]);
}
