import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/use-formats.ts';
import type { Column } from '../../components/data-table.tsx';
import { Stamp } from '../../components/time.tsx';
import type { AuditEntry } from '../../lib/audit-filter.ts';
import { paramsText } from '../../lib/params-text.ts';

export function useAuditColumns(): ReadonlyArray<Column<AuditEntry> & { readonly width: string }> {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { key: 'time', width: '8.8rem', title: t('column.time'), cell: ({ ts }) => <Stamp ts={ts} /> },
      { key: 'who', width: 'minmax(6rem, 8rem)', title: t('audit.who'), cell: ({ who }) => who },
      { key: 'via', width: '5rem', title: t('audit.via'), cell: ({ via }) => <span className="quiet">{via}</span> },
      { key: 'method', width: '12rem', title: t('audit.method'), cell: ({ method }) => <strong>{method}</strong> },
      {
        key: 'params',
        width: 'minmax(6rem, 1fr)',
        title: t('audit.params'),
        cell: ({ params }) => (
          <span className="quiet" title={paramsText(params)}>
            {paramsText(params)}
          </span>
        ),
      },
      { key: 'outcome', width: '6.2rem', title: t('audit.outcome'), cell: ({ outcome }) => <OutcomeChip outcome={outcome} /> },
      { key: 'elapsed', width: '5rem', title: t('audit.elapsed'), align: 'right', cell: ({ elapsedMs }) => <Elapsed ms={elapsedMs} /> },
    ],
    [t],
  );
}

const MOODS = { done: 'good', refused: 'warn', failed: 'bad', unknown: 'warn' } as const satisfies Record<AuditEntry['outcome'], string>;

export function OutcomeChip({ outcome }: Pick<AuditEntry, 'outcome'>) {
  const { t } = useTranslation();
  return (
    <span className="chip" data-mood={MOODS[outcome]}>
      {t(`outcome.${outcome}`)}
    </span>
  );
}

/** How long a call took. */
export function Elapsed({ ms }: { readonly ms: number }) {
  const formats = useFormats();
  return (
    <span className="num" data-copy={String(ms)}>
      {formats.count(Number(ms.toPrecision(3)))} <span className="unit">ms</span>
    </span>
  );
}
