import { X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Order } from '../../../daemon/protocol/schemas/trading.ts';
import { useSession } from '../../app/context.tsx';
import { selectBook, selectFigures, selectMayAct, useDesk } from '../../app/desk.ts';
import { useFormats } from '../../app/use-formats.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Empty } from '../../components/empty.tsx';
import { Amount, None, Percent, Price } from '../../components/numbers.tsx';
import { OrderStateChip, SideWord } from '../../components/order-parts.tsx';
import { Panel } from '../../components/panel.tsx';
import { Moment } from '../../components/time.tsx';
import { fraction } from '../../lib/decimals.ts';

/** Orders that can still change. */
export function OpenOrdersPanel() {
  const { t } = useTranslation();
  const formats = useFormats();
  const session = useSession();
  const account = useDesk((state) => state.account);
  const connected = useDesk(selectMayAct);
  const orders = useDesk((state) => selectBook(state).orders);
  const columns = useColumns();
  return (
    <Panel
      name="orders"
      title={t('orders.open')}
      note={formats.count(orders.length)}
      actions={
        <button
          type="button"
          className="button small"
          disabled={orders.length === 0 || !connected}
          onClick={() => void session.call('orders.cancelAll', { account })}
        >
          {t('orders.cancelAll')}
        </button>
      }
    >
      {orders.length === 0 ? (
        <Empty title={t('orders.noneOpen')}>{t('orders.noneOpenText')}</Empty>
      ) : (
        <DataTable label={t('orders.open')} columns={columns} rows={orders} rowKey={(order) => order.id} />
      )}
    </Panel>
  );
}

function useColumns(): readonly Column<Order>[] {
  const { t } = useTranslation();
  const session = useSession();
  const { markets } = useDesk(selectFigures);
  const connected = useDesk(selectMayAct);
  const [cancelling, setCancelling] = useState<readonly string[]>([]);
  return useMemo(() => {
    const cancel = async (id: string) => {
      setCancelling((before) => [...before, id]);
      await session.call('orders.cancel', { id });
      setCancelling((before) => before.filter((one) => one !== id));
    };
    return [
      { key: 'time', title: t('column.time'), cell: (order) => <Moment ts={order.createdAt} /> },
      { key: 'pair', title: t('column.pair'), cell: (order) => <strong>{order.pair}</strong> },
      { key: 'side', title: t('column.side'), cell: (order) => <SideWord side={order.side} /> },
      { key: 'type', title: t('column.type'), cell: (order) => t(`orderType.${order.type}`) },
      { key: 'amount', title: t('column.amount'), align: 'right', cell: (order) => <Amount value={order.amount} /> },
      {
        key: 'price',
        title: t('column.price'),
        align: 'right',
        cell: (order) => (order.price === null ? <None /> : <Price value={order.price} step={markets[order.pair]?.priceStep} />),
      },
      { key: 'filled', title: t('column.filled'), align: 'right', cell: (order) => <Percent ratio={fraction(order.filled, order.amount)} /> },
      { key: 'strategy', title: t('column.strategy'), cell: (order) => order.strategy ?? t('column.byHand') },
      { key: 'state', title: t('column.state'), cell: (order) => <OrderStateChip state={order.state} reason={order.reason} /> },
      {
        key: 'close',
        title: t('column.cancel'),
        align: 'right',
        cell: (order) => (
          <button
            type="button"
            tabIndex={-1}
            className="button icon-button"
            disabled={!connected || cancelling.includes(order.id)}
            aria-label={t('orders.cancel', { id: order.id, pair: order.pair })}
            title={t('orders.cancel', { id: order.id, pair: order.pair })}
            onClick={() => void cancel(order.id)}
          >
            <X aria-hidden size={14} />
          </button>
        ),
      },
    ];
  }, [t, session, markets, connected, cancelling]);
}
