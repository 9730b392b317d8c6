import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMarketNow } from '../../app/clock.ts';
import { useSession } from '../../app/context.tsx';
import { selectFigures, useDesk } from '../../app/desk.ts';
import { usePreferences } from '../../app/preferences.ts';
import { refine } from '../../app/use-place.ts';
import { Segments, Select } from '../../components/choice.tsx';
import { ClearFilter, SearchField } from '../../components/search-field.tsx';
import type { Query } from '../../lib/place.ts';
import { BY_HAND, fromField, TRADE_STATES, toField } from '../../lib/trade-filter.ts';

const RANGES = { day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000 } as const;

/** Narrows the list; everything goes into the address. */
export function FilterBar({ query }: { readonly query: Query }) {
  const { t } = useTranslation();
  const { markets } = useDesk(selectFigures);
  const strategies = useStrategyIds();
  const pairs = useMemo(() => [...new Set([...Object.keys(markets), ...(query.pair ? [query.pair] : [])])].sort(), [markets, query.pair]);
  return (
    <search className="filter-bar" aria-label={t('filter.label')}>
      <Segments
        label={t('column.state')}
        value={query.state ?? ''}
        options={[{ value: '', text: t('filter.all') }, ...TRADE_STATES.map((state) => ({ value: state, text: t(`filter.${state}`) }))]}
        onChange={(state) => refine({ state })}
      />
      <Select
        label={t('column.pair')}
        value={query.pair ?? ''}
        options={[{ value: '', text: t('filter.allPairs') }, ...pairs.map((pair) => ({ value: pair, text: pair }))]}
        onChange={(pair) => refine({ pair })}
      />
      <Select
        label={t('column.strategy')}
        value={query.strategy ?? ''}
        options={[
          { value: '', text: t('filter.allStrategies') },
          ...strategies.map((id) => ({ value: id, text: id })),
          { value: BY_HAND, text: t('column.byHand') },
        ]}
        onChange={(strategy) => refine({ strategy })}
      />
      <TimeRange query={query} />
      <SearchField label={t('filter.text')} text={query.text ?? ''} onSearch={search} />
      <ClearFilter query={query} />
    </search>
  );
}

function TimeRange({ query }: { readonly query: Query }) {
  const { t } = useTranslation();
  const zone = usePreferences((state) => state.zone);
  const now = useMarketNow();
  const since = query.since ? Number(query.since) : undefined;
  const until = query.until ? Number(query.until) : undefined;
  const field = (name: 'since' | 'until', value: number | undefined) => (
    <input
      type="datetime-local"
      className="input"
      aria-label={t(`filter.${name}`)}
      value={toField(value, zone)}
      onChange={(event) => refine({ [name]: fromField(event.target.value, zone) })}
    />
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <span className="filter-range" role="group" aria-label={t('filter.range')}>
      {field('since', since)}
      <span aria-hidden>–</span>
      {field('until', until)}
      <span className="segments">
        {(Object.keys(RANGES) as (keyof typeof RANGES)[]).map((range) => (
          <button key={range} type="button" className="segment" onClick={() => refine({ since: String(minuteOf(now - RANGES[range])), until: '' })}>
            {t(`filter.${range}`)}
          </button>
        ))}
      </span>
    </span>
  );
}

const search = (text: string) => refine({ text });

const minuteOf = (ts: number) => Math.floor(ts / 60_000) * 60_000;

function useStrategyIds(): readonly string[] {
  const session = useSession();
  const generation = useDesk((state) => state.generation);
  const [ids, setIds] = useState<readonly string[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection (`generation`) makes the question new
  useEffect(() => {
    void session.read('strategies.list', {}).then((answer) => answer !== null && setIds(answer.items.map(({ id }) => id)));
  }, [session, generation]);
  return ids;
}
