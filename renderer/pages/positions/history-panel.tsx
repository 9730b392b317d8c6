import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Order } from '../../../daemon/protocol/schemas/trading.ts';
import { useSession } from '../../app/context.tsx';
import { selectBook, selectFigures, useDesk } from '../../app/desk.ts';
import { usePagedRows } from '../../app/use-paged-rows.ts';
import { Empty } from '../../components/empty.tsx';
import { Amount, Money, None, Price } from '../../components/numbers.tsx';
import { OrderStateChip, SideWord } from '../../components/order-parts.tsx';
import { Panel } from '../../components/panel.tsx';
import { Moment } from '../../components/time.tsx';
import { share, VirtualTable } from '../../components/virtual-table.tsx';
import { readable } from '../../lib/readable.ts';
import { soon } from '../../lib/soon.ts';

const PAGE = 200;
/** Lets a burst of changes pass before the list is read anew. */
const SETTLE_MS = 400;

/** Orders that are done, as far back as one scrolls. */
export function HistoryPanel() {
  const { t } = useTranslation();
  const session = useSession();
  const account = useDesk((state) => state.account);
  const paged = usePagedRows(
    useCallback(
      async (cursor: string | undefined) => {
        const outcome = await session.attempt('orders.list', { account, state: 'done', limit: PAGE, cursor });
        if (!outcome.ok) throw new Error(outcome.failure.message);
        return outcome.value;
      },
      [session, account],
    ),
  );
  const [atTop, setAtTop] = useState(true);
  useEffect(() => {
    if (!atTop) return;
    const refreshSoon = soon(() => void paged.rows.refresh(), SETTLE_MS);
    refreshSoon();
    // An order that is done leaves the working ones, or moves its trade.
    const stop = useDesk.subscribe((state, before) => {
      const [now, then] = [selectBook(state), selectBook(before)];
      if (now.orders.length !== then.orders.length || now.trades !== then.trades) refreshSoon();
    });
    return () => {
      refreshSoon.cancel();
      stop();
    };
  }, [paged.rows, atTop]);
  const columns = useColumns();
  return (
    <Panel name="history" title={t('orders.history')}>
      {paged.state.count === 0 && paged.state.phase === 'ready' ? (
        <Empty title={t('orders.noneDone')}>{t('orders.noneDoneText')}</Empty>
      ) : (
        <VirtualTable label={t('orders.history')} columns={columns} paged={paged} rowKey={(order) => order.id} onTop={setAtTop} />
      )}
    </Panel>
  );
}

function useColumns() {
  const { t } = useTranslation();
  const { markets } = useDesk(selectFigures);
  return useMemo(
    () => [
      { key: 'time', width: share(7.3), title: t('column.time'), cell: (order: Order) => <Moment ts={order.updatedAt} /> },
      { key: 'pair', width: share(5.6), title: t('column.pair'), cell: (order: Order) => <strong>{order.pair}</strong> },
      { key: 'side', width: share(4), title: t('column.side'), cell: (order: Order) => <SideWord side={order.side} /> },
      { key: 'type', width: share(3.7), title: t('column.type'), cell: (order: Order) => t(`orderType.${order.type}`) },
      { key: 'amount', width: share(4.6), title: t('column.amount'), align: 'right' as const, cell: (order: Order) => <Amount value={order.filled} /> },
      {
        key: 'price',
        width: share(5.6),
        title: t('column.price'),
        align: 'right' as const,
        cell: (order: Order) => {
          const price = order.average ?? order.price;
          return price === null ? <None /> : <Price value={price} step={markets[order.pair]?.priceStep} />;
        },
      },
      {
        key: 'cost',
        width: share(4.8),
        title: t('column.value'),
        align: 'right' as const,
        cell: (order: Order) => <Money value={order.cost} currency={order.pair.split('/')[1] ?? ''} />,
      },
      {
        key: 'fee',
        width: share(3.5),
        title: t('column.fee'),
        align: 'right' as const,
        cell: (order: Order) => <Money value={order.fee} currency={order.feeCurrency} />,
      },
      { key: 'strategy', width: share(6.6), title: t('column.strategy'), cell: (order: Order) => order.strategy ?? t('column.byHand') },
      { key: 'state', width: share(5.6), title: t('column.state'), cell: (order: Order) => <OrderStateChip state={order.state} reason={order.reason} /> },
      {
        key: 'ended',
        width: share(4.2),
        rare: 1 as const,
        title: t('column.reason'),
        cell: (order: Order) => {
          const reason = order.reason ?? readable(order.tag ?? '');
          return (
            <span className="quiet" title={reason}>
              {reason}
            </span>
          );
        },
      },
    ],
    [t, markets],
  );
}
