import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../app/use-answer.ts';
import { Empty } from '../../components/empty.tsx';
import { Panel } from '../../components/panel.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { Moment } from '../../components/time.tsx';
import { readableName } from '../../lib/schema.ts';
import { changesOf, type StrategyChange } from '../../lib/strategy-history.ts';

const TOPICS = ['strategy.state', 'config.changed'] as const;

/** What was changed about a strategy, when, and by whom. */
export function HistoryPanel({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { outcome, value, reload } = useAnswer('events.history', { topics: [...TOPICS], limit: 500 }, TOPICS);
  const defaults = useAnswer('strategies.describe', { id }).value?.defaults;
  const changed = useMemo(() => (value === null || defaults === undefined ? null : changesOf(value.items, id, defaults)), [value, id, defaults]);
  return (
    <Panel name="strategy-history" title={t('strategies.history')}>
      {changed === null ? (
        outcome?.ok === false && <Refusal failure={outcome.failure} onRetry={reload} />
      ) : changed.length === 0 ? (
        <Empty title={t('strategies.unchanged')}>{t('strategies.unchangedText')}</Empty>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        <ol className="changes" tabIndex={0} aria-label={t('strategies.history')}>
          {changed.map((change) => (
            <li key={change.seq} data-what={change.what}>
              <Moment ts={change.ts} />
              <div>
                <p>
                  {t(`strategies.changed.${change.what}`)} {change.who !== null && <span className="quiet">{t('strategies.by', { who: change.who })}</span>}
                </p>
                {change.reason !== null && <p className="quiet">{change.reason}</p>}
                {change.params.map((param) => (
                  <Param key={param.name} {...param} />
                ))}
              </div>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

const Param = ({ name, from, to }: StrategyChange['params'][number]) => (
  <p className="num">
    {readableName(name)} {from !== undefined && <span className="quiet">{JSON.stringify(from)} </span>}
    <span className="quiet">→</span> <strong data-copy={JSON.stringify(to)}>{JSON.stringify(to)}</strong>
  </p>
);
