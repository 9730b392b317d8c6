import { useCallback, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/context.tsx';
import { type Paged, usePagedRows } from '../../app/use-paged-rows.ts';
import { refine, usePlace } from '../../app/use-place.ts';
import { Select } from '../../components/choice.tsx';
import { Empty } from '../../components/empty.tsx';
import { Count } from '../../components/numbers.tsx';
import { Panel } from '../../components/panel.tsx';
import { Moment } from '../../components/time.tsx';
import { VirtualTable } from '../../components/virtual-table.tsx';
import type { Signal } from './hooks.ts';
import { OutcomeChip } from './outcome.tsx';

const OUTCOMES = ['placed', 'ignored', 'refused', 'expired', 'unknown'] as const satisfies readonly Signal['outcome'][];
const PAGE = 200;

/** What came in, and what became of it. */
export function ReceivedPanel({ hooks }: { readonly hooks: readonly string[] }) {
  const { t } = useTranslation();
  const { query } = usePlace();
  const hook = hooks.find((one) => one === query.of);
  const outcome = OUTCOMES.find((one) => one === query.outcome);
  const paged = useReceived(hook, outcome);
  const columns = useColumns();
  const { count, phase } = paged.state;
  return (
    <Panel
      name="received"
      title={t('signals.receivedTitle')}
      actions={
        <div className="delivery-filter">
          <Select
            label={t('signals.hook')}
            value={hook ?? ''}
            options={[{ value: '', text: t('signals.allHooks') }, ...hooks.map((one) => ({ value: one, text: one }))]}
            onChange={(of) => refine({ of })}
          />
          <Select
            label={t('signals.outcome')}
            value={outcome ?? ''}
            options={[{ value: '', text: t('signals.anyOutcome') }, ...OUTCOMES.map((value) => ({ value, text: t(`signalOutcome.${value}`) }))]}
            onChange={(next) => refine({ outcome: next })}
          />
        </div>
      }
    >
      {count === 0 && phase === 'ready' ? (
        <Empty title={t('signals.nothing')}>{t('signals.nothingText')}</Empty>
      ) : (
        <VirtualTable label={t('signals.receivedTitle')} columns={columns} paged={paged} rowKey={(signal) => signal.id} />
      )}
    </Panel>
  );
}

function useReceived(hook: string | undefined, outcome: Signal['outcome'] | undefined): Paged<Signal> {
  const session = useSession();
  const paged = usePagedRows(
    useCallback(
      async (cursor: string | undefined) => {
        const answer = await session.attempt('signals.received', { limit: PAGE, hook, outcome, cursor });
        if (!answer.ok) throw new Error(answer.failure.message);
        return answer.value;
      },
      [session, hook, outcome],
    ),
  );
  const { rows } = paged;
  useEffect(() => session.follow(['signal.received'], () => void rows.refresh()), [session, rows]);
  return paged;
}

function useColumns() {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { key: 'time', width: '7.3rem', title: t('column.time'), cell: (one: Signal) => <Moment ts={one.ts} /> },
      { key: 'hook', width: '7rem', title: t('signals.hook'), cell: (one: Signal) => <strong>{one.hook}</strong> },
      {
        key: 'wants',
        width: '9rem',
        title: t('signals.wants'),
        cell: (one: Signal) => (
          <span>
            {one.action !== null && t(`side.${one.action}`)} {one.pair}
          </span>
        ),
      },
      { key: 'outcome', width: '7.5rem', title: t('signals.outcome'), cell: (one: Signal) => <OutcomeChip outcome={one.outcome} /> },
      { key: 'orders', width: '6rem', title: t('signals.orders'), cell: (one: Signal) => <span className="num">{one.orders.join(', ')}</span> },
      { key: 'repeats', width: '6rem', title: t('signals.repeats'), align: 'right' as const, cell: (one: Signal) => <Count value={one.repeats} /> },
      { key: 'remote', width: '8.9rem', title: t('signals.remote'), cell: (one: Signal) => <span className="quiet">{one.remote}</span> },
      {
        key: 'why',
        width: 'minmax(12rem, 1.4fr)',
        title: t('signals.reason'),
        cell: (one: Signal) => <span title={one.reason ?? undefined}>{one.reason}</span>,
      },
      {
        key: 'message',
        width: 'minmax(10rem, 1fr)',
        title: t('signals.messageOf'),
        cell: (one: Signal) => (
          <span className="quiet" title={one.message}>
            {one.message}
          </span>
        ),
      },
    ],
    [t],
  );
}
