import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Stamp } from '../../components/time.tsx';
import type { WideColumn } from '../../components/virtual-table.tsx';
import { placeHash } from '../../lib/place.ts';
import { DESK, type LogLine } from '../../lib/world.ts';

export function useLogColumns(): readonly WideColumn<LogLine>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { key: 'time', width: '8.8rem', title: t('column.time'), cell: ({ ts }) => <Stamp ts={ts} /> },
      { key: 'level', width: '5rem', title: t('logs.level'), cell: ({ level }) => <LevelWord level={level} /> },
      { key: 'source', width: 'minmax(6.5rem, 9rem)', title: t('logs.source'), cell: ({ source }) => <span className="quiet">{source}</span> },
      {
        key: 'text',
        width: 'minmax(12rem, 1fr)',
        title: t('logs.text'),
        cell: ({ text }) => (
          <span className="log-cut" title={text}>
            {text}
          </span>
        ),
      },
      { key: 'ref', width: '6.5rem', rare: 1, title: t('logs.ref'), cell: ({ ref }) => (ref === undefined ? null : <RefLink value={ref} />) },
    ],
    [t],
  );
}

/** A level by its word; colour only underlines it. */
export function LevelWord({ level }: { readonly level: LogLine['level'] }) {
  const { t } = useTranslation();
  return (
    <span className="log-level" data-level={level}>
      {t(`level.${level}`)}
    </span>
  );
}

/** Leads to all lines that belong to one failure. */
export const RefLink = ({ value }: { readonly value: string }) => (
  <a className="num" href={placeHash({ page: 'logs', account: DESK, query: { ref: value } })}>
    {value}
  </a>
);
