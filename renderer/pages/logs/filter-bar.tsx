import { ArrowDownToLine, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { refine } from '../../app/use-place.ts';
import { Segments, Select } from '../../components/choice.tsx';
import { ClearFilter, SearchField } from '../../components/search-field.tsx';
import type { Query } from '../../lib/place.ts';

interface Props {
  readonly query: Query;
  readonly sources: readonly string[];
  readonly follow: boolean;
  readonly onFollow: (follow: boolean) => void;
}

/** Narrows the log; everything goes into the address. */
export function LogFilterBar({ query, sources, follow, onFollow }: Props) {
  const { t } = useTranslation();
  const known = query.source && !sources.includes(query.source) ? [query.source, ...sources] : sources;
  return (
    <search className="filter-bar" aria-label={t('logs.filter')}>
      <Segments
        label={t('logs.least')}
        value={query.level ?? ''}
        options={[
          { value: '', text: t('filter.all') },
          { value: 'warning', text: t('logs.warnings') },
          { value: 'error', text: t('logs.errors') },
        ]}
        onChange={(level) => refine({ level })}
      />
      <Select
        label={t('logs.source')}
        value={query.source ?? ''}
        options={[{ value: '', text: t('logs.allSources') }, ...known.map((source) => ({ value: source, text: source }))]}
        onChange={(source) => refine({ source })}
      />
      <SearchField label={t('logs.search')} text={query.text ?? ''} onSearch={search} />
      {query.ref !== undefined && (
        <button type="button" className="button small" aria-label={t('logs.dropRef', { ref: query.ref })} onClick={() => refine({ ref: '' })}>
          {t('logs.ref')} {query.ref} <X aria-hidden size={12} />
        </button>
      )}
      <ClearFilter query={query} />
      <button type="button" className="button small" aria-pressed={follow} title={t('logs.followTitle')} onClick={() => onFollow(!follow)}>
        <ArrowDownToLine aria-hidden size={13} /> {t('logs.follow')}
      </button>
    </search>
  );
}

const search = (text: string) => refine({ text });
