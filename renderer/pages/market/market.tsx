import '../../styles/market.css';
import { useTranslation } from 'react-i18next';
import { selectStatus, useDesk } from '../../app/desk.ts';
import { usePlace } from '../../app/use-place.ts';
import { Empty } from '../../components/empty.tsx';
import { Panel } from '../../components/panel.tsx';
import { ChartPanel } from './chart-panel.tsx';
import { PairList } from './pair-list.tsx';
import { usePairs } from './use-pairs.ts';

/** All pairs at a glance, and one of them in full. */
export default function Market() {
  const { t } = useTranslation();
  const { query } = usePlace();
  const rows = usePairs();
  const own = useDesk((state) => selectStatus(state)?.data.timeframe ?? null);
  const row = rows.find(({ pair }) => pair === query.pair) ?? rows[0];
  return (
    <div className="market">
      <PairList rows={rows} selected={row?.pair ?? null} />
      {row === undefined || own === null ? (
        <Panel name="chart" title={t('page.market')}>
          <Empty title={t('market.empty')}>{t('market.emptyText')}</Empty>
        </Panel>
      ) : (
        <ChartPanel row={row} own={own} />
      )}
    </div>
  );
}
