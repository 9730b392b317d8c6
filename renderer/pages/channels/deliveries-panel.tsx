import { RotateCw } from 'lucide-react';
import { useCallback, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Delivery } from '../../../daemon/protocol/methods/channels.ts';
import { useSession } from '../../app/context.tsx';
import { selectMayAct, useDesk } from '../../app/desk.ts';
import { tell } from '../../app/notice.ts';
import { useFormats } from '../../app/use-formats.ts';
import { type Paged, usePagedRows } from '../../app/use-paged-rows.ts';
import { refine, usePlace } from '../../app/use-place.ts';
import { Select } from '../../components/choice.tsx';
import { Empty } from '../../components/empty.tsx';
import { Count, None } from '../../components/numbers.tsx';
import { Panel } from '../../components/panel.tsx';
import { Moment } from '../../components/time.tsx';
import { VirtualTable } from '../../components/virtual-table.tsx';
import { soon } from '../../lib/soon.ts';

const STATES = ['held', 'queued', 'sending', 'delivered', 'summarised', 'dead'] as const satisfies readonly Delivery['state'][];
const MOODS: Partial<Record<Delivery['state'], string>> = { delivered: 'good', dead: 'bad', held: 'warn' };
const PAGE = 200;
/** Lets a burst of events pass before the list is read anew. */
const SETTLE_MS = 500;

/** What was told, to whom, and whether it arrived; dead letters can be sent again. */
export function DeliveriesPanel({ channels }: { readonly channels: readonly string[] }) {
  const { t } = useTranslation();
  const session = useSession();
  const connected = useDesk(selectMayAct);
  const { query } = usePlace();
  const id = channels.find((one) => one === query.of);
  const state = STATES.find((one) => one === query.state);
  const paged = useDeliveries(id, state);
  const retry = useCallback(
    async (params: { readonly deliveryId: string } | { readonly id: string }) => {
      const answer = await session.call('channels.retry', params);
      if (answer === null) return;
      tell(t('deliveries.queuedAgain', { count: answer.queued }));
      void paged.rows.refresh();
    },
    [session, paged.rows, t],
  );
  const columns = useColumns(retry);
  const { count, phase } = paged.state;
  return (
    <Panel
      name="deliveries"
      title={t('deliveries.title')}
      actions={
        <div className="delivery-filter">
          <Select
            label={t('deliveries.channel')}
            value={id ?? ''}
            options={[{ value: '', text: t('deliveries.all') }, ...channels.map((one) => ({ value: one, text: one }))]}
            onChange={(of) => refine({ of })}
          />
          <Select
            label={t('deliveries.state')}
            value={state ?? ''}
            options={[{ value: '', text: t('deliveries.anyState') }, ...STATES.map((value) => ({ value, text: t(`deliveryState.${value}`) }))]}
            onChange={(next) => refine({ state: next })}
          />
          {id !== undefined && (
            <button type="button" className="button small" disabled={!connected} onClick={() => void retry({ id })}>
              <RotateCw aria-hidden size={13} /> {t('deliveries.retryAll')}
            </button>
          )}
        </div>
      }
    >
      {count === 0 && phase === 'ready' ? (
        <Empty title={t('deliveries.empty')}>{t('deliveries.emptyText')}</Empty>
      ) : (
        <VirtualTable label={t('deliveries.title')} columns={columns} paged={paged} rowKey={(delivery) => delivery.id} />
      )}
    </Panel>
  );
}

function useDeliveries(id: string | undefined, state: Delivery['state'] | undefined): Paged<Delivery> {
  const session = useSession();
  const paged = usePagedRows(
    useCallback(
      async (cursor: string | undefined) => {
        const outcome = await session.attempt('channels.deliveries', { limit: PAGE, id, state, cursor });
        if (!outcome.ok) throw new Error(outcome.failure.message);
        return outcome.value;
      },
      [session, id, state],
    ),
  );
  const { rows } = paged;
  useEffect(() => {
    const refreshSoon = soon(() => void rows.refresh(), SETTLE_MS);
    const stop = session.follow(['channel.delivery'], (event) => {
      if (event.topic !== 'channel.delivery') return;
      const delivery = event.data;
      if (id !== undefined && delivery.channel !== id) return;
      rows.patch([delivery]);
      const newest = rows.state.count === 0 ? null : rows.row(0);
      // By its new state, an old one may come into the list or leave it.
      if (state === undefined && Number(delivery.id) <= Number(newest?.id ?? 0)) return;
      refreshSoon();
    });
    return () => {
      refreshSoon.cancel();
      stop();
    };
  }, [session, rows, id, state]);
  return paged;
}

function useColumns(retry: (params: { readonly deliveryId: string }) => Promise<void>) {
  const { t } = useTranslation();
  const formats = useFormats();
  const connected = useDesk(selectMayAct);
  return useMemo(() => {
    const right = { align: 'right' as const };
    return [
      { key: 'created', width: '7.3rem', title: t('column.time'), cell: (one: Delivery) => <Moment ts={one.createdAt} /> },
      { key: 'channel', width: '6.5rem', title: t('deliveries.channel'), cell: (one: Delivery) => <strong>{one.channel}</strong> },
      { key: 'target', width: '6.5rem', title: t('deliveries.target'), cell: (one: Delivery) => <span className="quiet">{one.target}</span> },
      {
        key: 'state',
        width: '6.4rem',
        title: t('column.state'),
        cell: (one: Delivery) => (
          <span className="chip" data-mood={MOODS[one.state]} title={one.reason ?? undefined}>
            {t(`deliveryState.${one.state}`)}
          </span>
        ),
      },
      { key: 'attempts', width: '4.8rem', title: t('deliveries.attempts'), ...right, cell: (one: Delivery) => <Count value={one.attempts} /> },
      {
        key: 'took',
        width: '5rem',
        title: t('deliveries.took'),
        ...right,
        cell: (one: Delivery) =>
          one.deliveredAt === null ? (
            <None />
          ) : (
            <span className="num" data-copy={String(one.deliveredAt - one.createdAt)}>
              {took(formats.duration, formats.count, one.deliveredAt - one.createdAt)}
            </span>
          ),
      },
      {
        key: 'next',
        width: '7.9rem',
        title: t('deliveries.next'),
        cell: (one: Delivery) => (one.nextTryAt === null ? <None /> : <Moment ts={one.nextTryAt} />),
      },
      { key: 'text', width: 'minmax(14rem, 1.6fr)', title: t('deliveries.text'), cell: (one: Delivery) => <span title={one.topic}>{one.text}</span> },
      {
        key: 'error',
        width: 'minmax(10rem, 1fr)',
        title: t('deliveries.error'),
        cell: (one: Delivery) => (
          <span className="loss" title={one.lastError ?? undefined}>
            {one.lastError}
          </span>
        ),
      },
      {
        key: 'retry',
        width: '6rem',
        title: t('deliveries.again'),
        cell: (one: Delivery) =>
          one.state === 'dead' ? (
            <button type="button" className="button small" tabIndex={-1} disabled={!connected} onClick={() => void retry({ deliveryId: one.id })}>
              <RotateCw aria-hidden size={12} /> {t('deliveries.retry')}
            </button>
          ) : null,
      },
    ];
  }, [t, formats, connected, retry]);
}

const took = (duration: (ms: number) => string, count: (ms: number) => string, ms: number) => (ms < 1000 ? `${count(ms)} ms` : duration(ms));
