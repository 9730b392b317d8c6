import '../../styles/strategies.css';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../app/use-answer.ts';
import { usePlace } from '../../app/use-place.ts';
import { Panel } from '../../components/panel.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { ParamsPanel } from './params-panel.tsx';
import { StrategyList } from './strategy-list.tsx';

/** What trades by itself: which strategies run, with which parameters, on which pairs, and who changed that when. */
export default function Strategies() {
  const { t } = useTranslation();
  const { query } = usePlace();
  const list = useAnswer('strategies.list', {}, ['strategy.state', 'config.changed', 'trade.entry', 'trade.entry_cancel', 'trade.exit_fill']);
  const items = list.value?.items ?? [];
  const chosen = items.find(({ id }) => id === query.strategy) ?? items[0];
  return (
    <div className="strategies">
      <Panel name="strategy-list" title={t('page.strategies')}>
        {list.value === null && list.outcome?.ok === false ? (
          <Refusal failure={list.outcome.failure} onRetry={list.reload} />
        ) : (
          <StrategyList items={items} chosen={chosen?.id ?? null} onChange={list.reload} />
        )}
      </Panel>
      {chosen !== undefined && <ParamsPanel key={chosen.id} strategy={chosen} />}
      {chosen !== undefined && <HistoryPanel key={`${chosen.id} history`} id={chosen.id} />}
    </div>
  );
}
