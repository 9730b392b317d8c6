import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trade } from '../../../daemon/protocol/schemas/trading.ts';
import { selectBook, selectCurrency, selectFigures, useDesk } from '../../app/desk.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Empty } from '../../components/empty.tsx';
import { Change, None, PercentChange } from '../../components/numbers.tsx';
import { Panel } from '../../components/panel.tsx';
import { Moment } from '../../components/time.tsx';
import { readable } from '../../lib/readable.ts';

/** The page Trades has all of them. */
const SHOWN = 30;

const over = (trade: Trade) => trade.state === 'closed';

export function TradesPanel() {
  const { t } = useTranslation();
  const all = useDesk((state) => selectBook(state).trades);
  const trades = useMemo(() => all.filter((trade) => trade.state !== 'deleted').slice(0, SHOWN), [all]);
  const closed = useDesk((state) => selectFigures(state).summary?.trades);
  const columns = useColumns();
  return (
    <Panel name="trades" title={t('trades.title')} note={closed === undefined ? undefined : t('trades.closed', { count: closed })}>
      {trades.length === 0 ? (
        <Empty title={t('trades.empty')}>{t('trades.emptyText')}</Empty>
      ) : (
        <DataTable label={t('trades.title')} columns={columns} rows={trades} rowKey={(trade) => trade.id} />
      )}
    </Panel>
  );
}

function useColumns(): readonly Column<Trade>[] {
  const { t } = useTranslation();
  const currency = useDesk(selectCurrency);
  return useMemo(
    () => [
      { key: 'time', title: t('column.time'), cell: (trade) => <Moment ts={trade.closedAt ?? trade.openedAt} /> },
      { key: 'pair', title: t('column.pair'), cell: (trade) => <strong>{trade.pair}</strong> },
      { key: 'strategy', title: t('column.strategy'), cell: (trade) => trade.strategy ?? t('column.byHand') },
      {
        key: 'profit',
        title: t('column.profit', { currency }),
        align: 'right',
        cell: (trade) => (over(trade) ? <Change value={trade.profit} currency={currency} /> : <None />),
      },
      { key: 'ratio', title: '%', align: 'right', cell: (trade) => (over(trade) ? <PercentChange ratio={trade.profitRatio} /> : <None />) },
      {
        key: 'reason',
        title: t('column.exit'),
        cell: (trade) =>
          trade.state === 'closed' ? (
            <span className="quiet">{readable(trade.exitReason ?? '')}</span>
          ) : (
            <span className="chip">{t(`tradeState.${trade.state}`)}</span>
          ),
      },
    ],
    [t, currency],
  );
}
