import '../../styles/list-page.css';
import '../../styles/trades.css';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trade } from '../../../daemon/protocol/schemas/trading.ts';
import { useSession } from '../../app/context.tsx';
import { selectBook, selectFigures, useDesk } from '../../app/desk.ts';
import { useFormats } from '../../app/use-formats.ts';
import { usePagedRows } from '../../app/use-paged-rows.ts';
import { refine, usePlace } from '../../app/use-place.ts';
import { Empty } from '../../components/empty.tsx';
import { Panel } from '../../components/panel.tsx';
import { Said } from '../../components/said.tsx';
import { VirtualTable } from '../../components/virtual-table.tsx';
import { placeHash } from '../../lib/place.ts';
import { filterOf, matches, paramsOf } from '../../lib/trade-filter.ts';
import { ExportMenu } from './export-menu.tsx';
import { FilterBar } from './filter-bar.tsx';
import { useTradeColumns } from './trade-columns.tsx';
import { TradeDrawer } from './trade-drawer.tsx';

const PAGE = 200;

/** Every trade ever made, narrowed by whatever the address holds. */
export default function Trades() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { query } = usePlace();
  const { trade: shown, ...narrowing } = query;
  const key = JSON.stringify(narrowing);
  const filter = useMemo(() => filterOf(JSON.parse(key)), [key]);
  const { paged, fresh, onTop } = useTrades(filter);
  const columns = useTradeColumns();
  const { count, complete, phase } = paged.state;
  return (
    <div className="list-page">
      <FilterBar query={narrowing} />
      <Panel
        name="all-trades"
        title={t('page.trades')}
        note={phase === 'loading' ? undefined : t(complete ? 'trades.count' : 'trades.countMore', { count, shown: formats.count(count) })}
        actions={<ExportMenu filter={filter} />}
      >
        {fresh > 0 && (
          <button type="button" className="button small fresh" onClick={() => void paged.rows.refresh()}>
            {t('trades.fresh', { count: fresh })}
          </button>
        )}
        {count === 0 && phase === 'ready' ? (
          Object.keys(filter).length === 0 ? (
            <NothingTraded />
          ) : (
            <Empty title={t('trades.noMatch')}>{t('trades.noMatchText')}</Empty>
          )
        ) : (
          <VirtualTable
            label={t('page.trades')}
            columns={columns}
            paged={paged}
            rowKey={(trade) => trade.id}
            selected={shown ?? null}
            onOpen={openTrade}
            onTop={onTop}
          />
        )}
      </Panel>
      <TradeDrawer id={shown ?? null} onClose={() => refine({ trade: '' })} />
    </div>
  );
}

/** What will be here, and what keeps it from being here already. */
function NothingTraded() {
  const { t } = useTranslation();
  const account = useDesk((state) => state.account);
  const { why } = useDesk(selectFigures);
  const [first] = why?.reasons ?? [];
  return (
    <Empty
      title={t('trades.empty')}
      action={
        why !== null && (
          <>
            {first !== undefined && (
              <p>
                <Said saying={first} />
              </p>
            )}
            <a className="button small" href={placeHash({ page: 'overview', account })}>
              {t(why.trading ? 'why.titleTrading' : 'why.title')}
            </a>
          </>
        )
      }
    >
      {t('trades.nothingText')}
    </Empty>
  );
}

/** The list, with what events tell of its trades; `fresh` counts new ones that are not yet in it. */
function useTrades(filter: ReturnType<typeof filterOf>) {
  const session = useSession();
  const account = useDesk((state) => state.account);
  const paged = usePagedRows(
    useCallback(
      async (cursor: string | undefined) => {
        const outcome = await session.attempt('trades.list', { ...paramsOf(account, filter), limit: PAGE, cursor });
        if (!outcome.ok) throw new Error(outcome.failure.message);
        return outcome.value;
      },
      [session, account, filter],
    ),
  );
  const { rows, state } = paged;
  const [atTop, setAtTop] = useState(true);
  const told = useDesk((desk) => selectBook(desk).trades);
  useEffect(() => rows.patch(told), [rows, told]);
  useEffect(() => {
    const isBehind = (trade: Trade) => (other: Trade) => numberOf(other.id) < numberOf(trade.id);
    return session.follow(['trade.deleted', 'trade.restored'], ({ topic, data }) => {
      if ((topic !== 'trade.deleted' && topic !== 'trade.restored') || data.account !== account) return;
      if (matches(data.trade, filter)) rows.insert(data.trade, isBehind(data.trade));
      else rows.drop(data.trade.id);
    });
  }, [session, rows, account, filter]);
  const first = state.count === 0 ? null : rows.row(0);
  const newest = first === null ? 0 : numberOf(first.id);
  const fresh = state.phase === 'ready' ? told.filter((trade) => trade.account === account && numberOf(trade.id) > newest && matches(trade, filter)).length : 0;
  useEffect(() => {
    if (fresh > 0 && atTop) void rows.refresh();
  }, [rows, fresh, atTop]);
  return { paged, fresh: atTop ? 0 : fresh, onTop: setAtTop };
}

const openTrade = (trade: Trade) => refine({ trade: trade.id }, true);

const numberOf = (id: string) => Number(id.replace(/^t_/, ''));
