import '../../styles/list-page.css';
import '../../styles/logs.css';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/use-formats.ts';
import { refine, usePlace } from '../../app/use-place.ts';
import { Empty } from '../../components/empty.tsx';
import { Panel } from '../../components/panel.tsx';
import { type TableHandle, VirtualTable } from '../../components/virtual-table.tsx';
import { logFilterOf } from '../../lib/log-filter.ts';
import type { LogLine } from '../../lib/world.ts';
import { LogFilterBar } from './filter-bar.tsx';
import { LineDrawer } from './line-drawer.tsx';
import { useLogColumns } from './log-columns.tsx';
import { useLogRows } from './use-log-rows.ts';

/** All that the daemon wrote down, newest first, narrowed by whatever the address holds. */
export default function Logs() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { query } = usePlace();
  const { line, ...narrowing } = query;
  const key = JSON.stringify(narrowing);
  const filter = useMemo(() => logFilterOf(JSON.parse(key)), [key]);
  const [follow, setFollow] = useState(true);
  const [atTop, setAtTop] = useState(true);
  const { paged, fresh, sources } = useLogRows(filter, follow && atTop);
  const table = useRef<TableHandle>(null);
  const columns = useLogColumns();
  const { count, complete, phase } = paged.state;
  const toNewest = useCallback(() => {
    table.current?.toTop();
    setAtTop(true);
    setFollow(true);
  }, []);
  return (
    <div className="list-page logs">
      <LogFilterBar query={narrowing} sources={sources} follow={follow} onFollow={setFollow} />
      <Panel
        name="logs"
        title={t('page.logs')}
        note={phase === 'loading' ? undefined : t(complete ? 'logs.count' : 'logs.countMore', { count, shown: formats.count(count) })}
      >
        {fresh > 0 && (
          <button type="button" className="button small fresh" onClick={toNewest}>
            {t('logs.fresh', { count: fresh, shown: formats.count(fresh) })}
          </button>
        )}
        {count === 0 && phase === 'ready' && (
          <Empty title={t(complete ? 'logs.noMatch' : 'logs.searching')}>{t(complete ? 'logs.noMatchText' : 'logs.searchingText')}</Empty>
        )}
        <VirtualTable
          label={t('page.logs')}
          columns={columns}
          paged={paged}
          rowKey={keyOf}
          selected={line ?? null}
          onOpen={openLine}
          onTop={setAtTop}
          handle={table}
        />
      </Panel>
      <LineDrawer id={line === undefined || Number.isNaN(Number(line)) ? null : Number(line)} onClose={() => refine({ line: '' })} />
    </div>
  );
}

const keyOf = ({ id }: LogLine) => String(id);

const openLine = ({ id }: LogLine) => refine({ line: String(id) }, true);
