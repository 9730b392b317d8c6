import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../app/use-answer.ts';
import { refine } from '../../app/use-place.ts';
import { Segments, Select } from '../../components/choice.tsx';
import { ClearFilter } from '../../components/search-field.tsx';
import { OUTCOMES } from '../../lib/audit-filter.ts';
import type { Query } from '../../lib/place.ts';

/** Narrows the list; everything goes into the address. */
export function AuditFilterBar({ query, callers }: { readonly query: Query; readonly callers: readonly string[] }) {
  const { t } = useTranslation();
  const methods = useAnswer('rpc.methods', {}).value?.items.filter(({ mutates }) => mutates) ?? [];
  const options = (all: string, names: readonly string[], chosen = '') => [
    { value: '', text: all },
    ...[...new Set([...(chosen === '' ? [] : [chosen]), ...names])].sort().map((name) => ({ value: name, text: name })),
  ];
  return (
    <search className="filter-bar" aria-label={t('audit.filter')}>
      <Segments
        label={t('audit.outcome')}
        value={query.outcome ?? ''}
        options={[{ value: '', text: t('filter.all') }, ...OUTCOMES.map((outcome) => ({ value: outcome, text: t(`outcome.${outcome}`) }))]}
        onChange={(outcome) => refine({ outcome })}
      />
      <Select label={t('audit.who')} value={query.who ?? ''} options={options(t('audit.everybody'), callers, query.who)} onChange={(who) => refine({ who })} />
      <Select
        label={t('audit.method')}
        value={query.method ?? ''}
        options={options(
          t('audit.allMethods'),
          methods.map(({ name }) => name),
          query.method,
        )}
        onChange={(method) => refine({ method })}
      />
      <ClearFilter query={query} />
    </search>
  );
}
