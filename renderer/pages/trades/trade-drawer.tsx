import { CandlestickChart, Trash2, Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../daemon/protocol/index.ts';
import { useSession } from '../../app/context.tsx';
import { selectBook, selectCurrency, selectFigures, useDesk } from '../../app/desk.ts';
import { useFormats } from '../../app/use-formats.ts';
import { Drawer, Sum } from '../../components/drawer.tsx';
import { Empty } from '../../components/empty.tsx';
import { Amount, Change, Money, None, PercentChange, Price } from '../../components/numbers.tsx';
import { Age, Moment } from '../../components/time.tsx';
import type { Outcome } from '../../lib/failure.ts';
import { placeHash } from '../../lib/place.ts';
import { readable } from '../../lib/readable.ts';
import { DESK } from '../../lib/world.ts';
import { Timeline } from './timeline.tsx';

export type TradeDetail = Result<'trades.get'>;

/** One trade in full: its sums, and everything that happened to it, with the reasons. */
export function TradeDrawer({ id, onClose }: { readonly id: string | null; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const outcome = useTrade(id);
  return (
    <Drawer open={id !== null} title={t('trade.title', { id })} onClose={onClose}>
      {outcome !== null && (outcome.ok ? <Detail trade={outcome.value} /> : <Empty title={outcome.failure.message}>{outcome.failure.data.hint}</Empty>)}
    </Drawer>
  );
}

/** Asked for anew whenever an event tells of the trade. */
function useTrade(id: string | null): Outcome<TradeDetail> | null {
  const session = useSession();
  const generation = useDesk((state) => state.generation);
  const told = useDesk((state) => selectBook(state).trades.find((trade) => trade.id === id));
  const [known, setKnown] = useState<{ readonly id: string; readonly outcome: Outcome<TradeDetail> } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an event of the trade (`told`) and a new connection make the question new
  useEffect(() => {
    if (id === null) return;
    let current = true;
    void session.attempt('trades.get', { id }).then((outcome) => {
      if (current) setKnown({ id, outcome });
    });
    return () => {
      current = false;
    };
  }, [session, id, generation, told]);
  return known !== null && known.id === id ? known.outcome : null;
}

/** Takes the trade out of the desk's books, or back; a replay's trades are its result and stay. */
function BookAction({ trade: { id, account, state } }: { readonly trade: TradeDetail }) {
  const { t } = useTranslation();
  const session = useSession();
  if (account !== DESK || state === 'closed' || state === 'cancelled') return null;
  return state === 'deleted' ? (
    <button type="button" className="button small" title={t('trade.restoreTitle', { id })} onClick={() => void session.call('trades.restore', { id })}>
      <Undo2 aria-hidden size={13} /> {t('trade.restore')}
    </button>
  ) : (
    <button type="button" className="button small" title={t('trade.deleteTitle', { id })} onClick={() => void session.call('trades.delete', { id })}>
      <Trash2 aria-hidden size={13} /> {t('trade.delete')}
    </button>
  );
}

function Detail({ trade }: { readonly trade: TradeDetail }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const currency = useDesk(selectCurrency);
  const step = useDesk((state) => selectFigures(state).markets[trade.pair]?.priceStep);
  const [base = ''] = trade.pair.split('/');
  const over = trade.closeRate !== null;
  const position = useDesk((state) => selectBook(state).positions.find(({ tradeId }) => tradeId === trade.id));
  const toMarket = placeHash({
    page: 'market',
    account: trade.account,
    query: { pair: trade.pair, at: String(trade.openedAt), strategy: trade.strategy ?? '' },
  });
  return (
    <div className="drawer-body">
      <p className="drawer-lead">
        <strong>{trade.pair}</strong> <span>{trade.strategy ?? t('column.byHand')}</span>
        <span className="chip">{trade.state === 'closed' ? readable(trade.exitReason ?? '') : t(`tradeState.${trade.state}`)}</span>
        <a className="button small" href={toMarket}>
          <CandlestickChart aria-hidden size={13} /> {t('trade.market')}
        </a>
        <BookAction trade={trade} />
      </p>
      <dl className="sums">
        {(over || position === undefined) && (
          <Sum label={t('column.profit', { currency })}>{over ? <Gain value={trade.profit} ratio={trade.profitRatio} /> : <None />}</Sum>
        )}
        {position !== undefined && (
          <Sum label={t('trade.unrealised', { currency })}>
            <Gain value={position.profit} ratio={position.profitRatio} />
          </Sum>
        )}
        <Sum label={t('column.amount')}>
          <Amount value={trade.amount} /> <span className="unit">{base}</span>
        </Sum>
        <Sum label={t('trade.openRate')}>{trade.openRate === null ? <None /> : <Price value={trade.openRate} step={step} />}</Sum>
        <Sum label={t('trade.closeRate')}>{trade.closeRate === null ? <None /> : <Price value={trade.closeRate} step={step} />}</Sum>
        <Sum label={t('trade.stake')}>
          <Money value={trade.stake} currency={currency} /> <span className="unit">{currency}</span>
        </Sum>
        <Sum label={t('trade.fees')}>
          <Money value={trade.fees} currency={currency} /> <span className="unit">{currency}</span>
        </Sum>
        <Sum label={t('column.stop')}>{trade.stopPrice === null ? <None /> : <Price value={trade.stopPrice} step={step} />}</Sum>
        <Sum label={t('trades.opened')}>
          <Moment ts={trade.openedAt} />
        </Sum>
        <Sum label={t('trade.closed')}>{trade.closedAt === null ? <None /> : <Moment ts={trade.closedAt} />}</Sum>
        <Sum label={t('trades.held')}>
          {trade.closedAt === null ? <Age ts={trade.openedAt} /> : <span className="num">{formats.duration(trade.closedAt - trade.openedAt)}</span>}
        </Sum>
      </dl>
      <h3>{t('trade.timeline')}</h3>
      <Timeline trade={trade} step={step} base={base} />
    </div>
  );
}

function Gain({ value, ratio }: { readonly value: string; readonly ratio: number }) {
  const currency = useDesk(selectCurrency);
  return (
    <>
      <Change value={value} currency={currency} /> <PercentChange ratio={ratio} />
    </>
  );
}
