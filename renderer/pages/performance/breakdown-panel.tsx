import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../daemon/protocol/index.ts';
import { selectCurrency, useDesk } from '../../app/desk.ts';
import { type Answer, useAnswer } from '../../app/use-answer.ts';
import { useFormats } from '../../app/use-formats.ts';
import { refine, usePlace } from '../../app/use-place.ts';
import { Segments } from '../../components/choice.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Empty } from '../../components/empty.tsx';
import { Change, Count, Money, None, Percent } from '../../components/numbers.tsx';
import { Panel } from '../../components/panel.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { quotient } from '../../lib/decimals.ts';
import type { Formats } from '../../lib/format.ts';
import { readable } from '../../lib/readable.ts';

const VIEWS = ['pair', 'strategy', 'tag', 'reason', 'day', 'week', 'month'] as const;
type View = (typeof VIEWS)[number];

type Figures = Omit<Result<'performance.byPair'>['items'][number], 'pair'>;
interface Row extends Figures {
  readonly name: string;
  readonly key: string;
}

/** How far back periods are listed. */
const COUNTS = { day: 90, week: 104, month: 60 };
const CLOSED = ['trade.exit_fill'] as const;

/** Closed trades in groups: by what was traded, why, and when. */
export function BreakdownPanel({ account }: { readonly account: string }) {
  const { t } = useTranslation();
  const { query } = usePlace();
  const view = VIEWS.find((one) => one === query.by) ?? 'pair';
  return (
    <Panel
      name="breakdown"
      title={t('breakdown.title')}
      actions={
        <Segments
          label={t('breakdown.by')}
          value={view}
          options={VIEWS.map((value) => ({ value, text: t(`breakdown.${value}`) }))}
          onChange={(by) => refine({ by })}
        />
      }
    >
      {view === 'pair' && <ByPair account={account} />}
      {view === 'strategy' && <ByStrategy account={account} />}
      {view === 'tag' && <ByTag account={account} />}
      {view === 'reason' && <ByReason account={account} />}
      {(view === 'day' || view === 'week' || view === 'month') && <ByPeriod key={view} account={account} unit={view} />}
    </Panel>
  );
}

interface Of {
  readonly account: string;
}

function ByPair({ account }: Of) {
  const answer = useAnswer('performance.byPair', { account }, CLOSED);
  return <Groups view="pair" answer={answer} rows={answer.value?.items.map((item) => ({ ...item, key: item.pair, name: item.pair }))} />;
}

function ByStrategy({ account }: Of) {
  const { t } = useTranslation();
  const answer = useAnswer('performance.byStrategy', { account }, CLOSED);
  const rows = answer.value?.items.map((item) => ({ ...item, key: item.strategy ?? '', name: item.strategy ?? t('column.byHand') }));
  return <Groups view="strategy" answer={answer} rows={rows} />;
}

function ByTag({ account }: Of) {
  const answer = useAnswer('performance.byTag', { account }, CLOSED);
  return <Groups view="tag" answer={answer} rows={answer.value?.items.map((item) => ({ ...item, key: item.tag, name: readable(item.tag) }))} />;
}

function ByReason({ account }: Of) {
  const answer = useAnswer('performance.byReason', { account }, CLOSED);
  return <Groups view="reason" answer={answer} rows={answer.value?.items.map((item) => ({ ...item, key: item.reason, name: readable(item.reason) }))} />;
}

/** Empty periods between others tell as much as full ones; those before the first trade tell nothing. */
function ByPeriod({ account, unit }: Of & { readonly unit: keyof typeof COUNTS }) {
  const formats = useFormats();
  const answer = useAnswer('performance.periods', { account, unit, count: COUNTS[unit] }, CLOSED);
  const items = answer.value?.items;
  const rows = items?.slice(0, items.findLastIndex((item) => item.trades > 0) + 1);
  return <Groups view={unit} answer={answer} rows={rows?.map((item) => ({ ...item, key: String(item.start), name: periodName(formats, unit, item.start) }))} />;
}

const periodName = (formats: Formats, unit: keyof typeof COUNTS, start: number) => (unit === 'month' ? formats.month(start) : formats.day(start));

interface GroupsProps {
  readonly view: View;
  readonly answer: Pick<Answer<unknown>, 'outcome' | 'reload'>;
  readonly rows: readonly Row[] | undefined;
}

function Groups({ view, answer: { outcome, reload }, rows }: GroupsProps) {
  const { t } = useTranslation();
  const columns = useColumns(view);
  if (rows === undefined) return outcome !== null && !outcome.ok ? <Refusal failure={outcome.failure} onRetry={reload} /> : null;
  if (rows.length === 0) return <Empty title={t('breakdown.empty')}>{t('breakdown.emptyText')}</Empty>;
  return <DataTable label={t('breakdown.title')} columns={columns} rows={rows} rowKey={(row) => row.key} />;
}

function useColumns(view: View): readonly Column<Row>[] {
  const { t } = useTranslation();
  const currency = useDesk(selectCurrency);
  return useMemo(
    () => [
      { key: 'name', title: t(view === 'week' ? 'breakdown.weekOf' : `breakdown.${view}`), cell: (row) => <strong>{row.name}</strong> },
      { key: 'trades', title: t('breakdown.trades'), align: 'right', cell: (row) => <Count value={row.trades} /> },
      { key: 'wins', title: t('breakdown.wins'), align: 'right', cell: (row) => <Count value={row.wins} /> },
      { key: 'winRate', title: t('figures.winRate'), align: 'right', cell: (row) => (row.winRate === null ? <None /> : <Percent ratio={row.winRate} />) },
      {
        key: 'mean',
        title: t('breakdown.mean', { currency }),
        align: 'right',
        cell: (row) => (row.trades === 0 ? <None /> : <Change value={quotient(row.profit, row.trades)} currency={currency} />),
      },
      { key: 'fees', title: t('trades.fees', { currency }), align: 'right', cell: (row) => <Money value={row.fees} currency={currency} /> },
      { key: 'profit', title: t('column.profit', { currency }), align: 'right', cell: (row) => <Change value={row.profit} currency={currency} /> },
    ],
    [t, view, currency],
  );
}
