import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../app/desk.ts';
import { Empty } from '../../components/empty.tsx';
import { Panel } from '../../components/panel.tsx';
import { Clock } from '../../components/time.tsx';
import { useGrowing } from '../../lib/use-growing.ts';
import type { LogLine } from '../../lib/world.ts';

const FILTERS = ['all', 'problems'] as const;
type Filter = (typeof FILTERS)[number];

/** The page Logs has all of them. */
const SHOWN = 100;

/** Debugging lines belong on a page of their own. */
const passes = (line: LogLine, filter: Filter) => (filter === 'all' ? line.level !== 'debug' : line.level === 'warning' || line.level === 'error');

/** The newest lines of the daemon's log, newest first: what was read stays in its place when the list is scrolled. */
export function LogPanel() {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<Filter>('all');
  const log = useDesk((state) => state.world.log);
  const lines = useMemo(() => log.filter((line) => passes(line, filter)).slice(0, SHOWN), [log, filter]);
  const shown = useGrowing(lines);
  return (
    <Panel name="log" title={t('log.title')} actions={<FilterChoice filter={filter} onChange={setFilter} />}>
      {lines.length === 0 ? (
        <Empty title={t(filter === 'all' ? 'log.empty' : 'log.noProblems')} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <ol className="log" tabIndex={0} aria-label={t('log.title')}>
          {shown.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

const Line = memo(function Line({ line: { ts, level, source, text } }: { readonly line: LogLine }) {
  const { t } = useTranslation();
  return (
    <li data-level={level}>
      <Clock ts={ts} />
      <span className="log-level">{t(`level.${level}`)}</span>
      <span className="log-source">{source}</span>
      <span className="log-text">{text}</span>
    </li>
  );
});

function FilterChoice({ filter, onChange }: { readonly filter: Filter; readonly onChange: (filter: Filter) => void }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div className="segments" role="group" aria-label={t('log.filter')}>
      {FILTERS.map((one) => (
        <button key={one} type="button" className="segment" aria-pressed={one === filter} onClick={() => onChange(one)}>
          {t(`log.${one}`)}
        </button>
      ))}
    </div>
  );
}
