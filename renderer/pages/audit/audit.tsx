import '../../styles/list-page.css';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/context.tsx';
import { useFormats } from '../../app/use-formats.ts';
import { type Paged, usePagedRows } from '../../app/use-paged-rows.ts';
import { usePlace } from '../../app/use-place.ts';
import { Empty } from '../../components/empty.tsx';
import { Panel } from '../../components/panel.tsx';
import { type TableHandle, VirtualTable } from '../../components/virtual-table.tsx';
import { type AuditEntry, type AuditFilter, auditFilterOf, matchesAudit } from '../../lib/audit-filter.ts';
import { useAuditColumns } from './audit-columns.tsx';
import { AuditDrawer } from './audit-drawer.tsx';
import { AuditFilterBar } from './filter-bar.tsx';

const PAGE = 200;

/** Who changed what, by which way, and what came of it. */
export default function Audit() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { query } = usePlace();
  const key = JSON.stringify(query);
  const filter = useMemo(() => auditFilterOf(JSON.parse(key)), [key]);
  const [atTop, setAtTop] = useState(true);
  const [shown, setShown] = useState<AuditEntry | null>(null);
  const table = useRef<TableHandle>(null);
  const { paged, fresh, callers } = useAudit(filter, atTop);
  const columns = useAuditColumns();
  const { count, complete, phase } = paged.state;
  return (
    <div className="list-page">
      <AuditFilterBar query={query} callers={callers} />
      <Panel
        name="audit"
        title={t('page.audit')}
        note={phase === 'loading' ? undefined : t(complete ? 'audit.count' : 'audit.countMore', { count, shown: formats.count(count) })}
      >
        {fresh > 0 && (
          <button type="button" className="button small fresh" onClick={() => table.current?.toTop()}>
            {t('audit.fresh', { count: fresh })}
          </button>
        )}
        {count === 0 && phase === 'ready' ? (
          <Empty title={t(Object.keys(filter).length === 0 ? 'audit.empty' : 'audit.noMatch')}>
            {t(Object.keys(filter).length === 0 ? 'audit.emptyText' : 'trades.noMatchText')}
          </Empty>
        ) : (
          <VirtualTable
            label={t('page.audit')}
            columns={columns}
            paged={paged}
            rowKey={keyOf}
            selected={shown === null ? null : keyOf(shown)}
            onOpen={setShown}
            onTop={setAtTop}
            handle={table}
          />
        )}
      </Panel>
      <AuditDrawer entry={shown} onClose={() => setShown(null)} />
    </div>
  );
}

const keyOf = ({ id }: AuditEntry) => String(id);

interface AuditRows {
  readonly paged: Paged<AuditEntry>;
  /** New entries that are not yet in the list. */
  readonly fresh: number;
  readonly callers: readonly string[];
}

function useAudit(filter: AuditFilter, atTop: boolean): AuditRows {
  const session = useSession();
  const [callers, setCallers] = useState<readonly string[]>([]);
  const paged = usePagedRows<AuditEntry>(
    useCallback(
      async (cursor: string | undefined) => {
        const outcome = await session.attempt('audit.query', { ...filter, limit: PAGE, cursor });
        if (!outcome.ok) throw new Error(outcome.failure.message);
        setCallers((before) => [...new Set([...before, ...outcome.value.items.map(({ who }) => who)])].sort());
        return outcome.value;
      },
      [session, filter],
    ),
  );
  const { rows } = paged;
  const [fresh, setFresh] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list (`rows`) has no new entries yet
  useEffect(() => setFresh(0), [rows]);
  useEffect(
    () => session.follow(['audit'], (event) => event.topic === 'audit' && matchesAudit(event.data, filter) && setFresh((count) => count + 1)),
    [session, filter],
  );
  useEffect(() => {
    if (!atTop || fresh === 0) return;
    setFresh(0);
    void rows.refresh();
  }, [atTop, fresh, rows]);
  return { paged, fresh: atTop ? 0 : fresh, callers };
}
