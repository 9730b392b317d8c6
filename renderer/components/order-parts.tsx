import { useTranslation } from 'react-i18next';
import type { Order } from '../../daemon/protocol/schemas/trading.ts';

type OrderState = Order['state'];

const MOODS: Partial<Record<OrderState, string>> = { filled: 'good', unknown: 'warn', rejected: 'bad' };

/** Where an order stands. An answer that was lost is said to be lost, never to be a failure. */
export function OrderStateChip({ state, reason }: { readonly state: OrderState; readonly reason?: string | null }) {
  const { t } = useTranslation();
  return (
    <span className="chip" data-mood={MOODS[state]} title={state === 'unknown' ? t('orderState.unknownHint') : (reason ?? undefined)}>
      {t(`orderState.${state}`)}
    </span>
  );
}

export function SideWord({ side }: { readonly side: Order['side'] }) {
  const { t } = useTranslation();
  return <span className={side === 'buy' ? 'gain' : 'loss'}>{t(`side.${side}`)}</span>;
}
