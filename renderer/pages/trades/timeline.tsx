import { Ban, CircleCheck, CircleDot, Flag, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Amount, Price } from '../../components/numbers.tsx';
import { OrderStateChip, SideWord } from '../../components/order-parts.tsx';
import { Moment as MomentText } from '../../components/time.tsx';
import { readable } from '../../lib/readable.ts';
import { type Moment, timelineOf } from '../../lib/timeline.ts';
import type { TradeDetail } from './trade-drawer.tsx';

const ICONS: Record<Moment['kind'], LucideIcon> = { placed: CircleDot, fill: CircleCheck, ended: Ban, closed: Flag };

interface Props {
  readonly trade: TradeDetail;
  readonly step: string | undefined;
  readonly base: string;
}

/** What happened to a trade, first to last. */
export function Timeline({ trade, step, base }: Props) {
  return (
    <ol className="timeline">
      {timelineOf(trade).map((moment) => {
        const Icon = ICONS[moment.kind];
        return (
          <li key={moment.id} data-kind={moment.kind}>
            <Icon aria-hidden size={15} />
            <MomentText ts={moment.ts} />
            <div>
              <What moment={moment} trade={trade} step={step} base={base} />
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function What({ moment, trade, step, base }: Props & { readonly moment: Moment }) {
  const { t } = useTranslation();
  switch (moment.kind) {
    case 'placed': {
      const { id, side, type, amount, price, purpose, tag } = moment.order;
      return (
        <>
          <p>
            {t(`trade.${purpose}`)}: <SideWord side={side} /> {t(`orderType.${type}`)} <Amount value={amount} /> {base}
            {price !== null && (
              <>
                {' @ '}
                <Price value={price} step={step} />
              </>
            )}
          </p>
          <p className="quiet">
            {id} {tag !== null && `· ${readable(tag)}`}
          </p>
        </>
      );
    }
    case 'fill': {
      const { amount, price, fee, feeCurrency, liquidity } = moment.fill;
      return (
        <>
          <p>
            {t('trade.filled')} <Amount value={amount} /> {base} {'@ '}
            <Price value={price} step={step} />
          </p>
          <p className="quiet">
            {t('column.fee')} <Amount value={fee} /> {feeCurrency} · {t(`trade.${liquidity}`)}
          </p>
        </>
      );
    }
    case 'ended':
      return (
        <p>
          {moment.order.id} <OrderStateChip state={moment.order.state} /> <span className="quiet">{moment.order.reason}</span>
        </p>
      );
    case 'closed':
      return (
        <p>
          {trade.state === 'deleted' ? (
            t('trade.deleted')
          ) : (
            <>
              {t('trade.over')} <span className="quiet">{readable(trade.exitReason ?? '')}</span>
            </>
          )}
        </p>
      );
  }
}
