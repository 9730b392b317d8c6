import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../components/code-block.tsx';
import { Drawer, Sum } from '../../components/drawer.tsx';
import { Stamp } from '../../components/time.tsx';
import type { AuditEntry } from '../../lib/audit-filter.ts';
import { placeHash } from '../../lib/place.ts';
import { DESK } from '../../lib/world.ts';
import { Elapsed, OutcomeChip } from './audit-columns.tsx';

/** One entry in full. Secrets never were in it. */
export function AuditDrawer({ entry, onClose }: { readonly entry: AuditEntry | null; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer open={entry !== null} title={entry?.method ?? ''} onClose={onClose}>
      {entry !== null && (
        <div className="drawer-body">
          <dl className="sums">
            <Sum label={t('column.time')}>
              <Stamp ts={entry.ts} />
            </Sum>
            <Sum label={t('audit.who')}>
              <span data-copy={entry.who}>{entry.who}</span>
            </Sum>
            <Sum label={t('audit.role')}>{entry.role}</Sum>
            <Sum label={t('audit.via')}>{entry.via}</Sum>
            <Sum label={t('audit.outcome')}>
              <OutcomeChip outcome={entry.outcome} />
            </Sum>
            <Sum label={t('audit.elapsed')}>
              <Elapsed ms={entry.elapsedMs} />
            </Sum>
          </dl>
          {entry.error !== null && <p className="save-fault">{entry.error}</p>}
          <CodeBlock title={t('audit.params')} text={JSON.stringify(entry.params, null, 2)} />
          <a href={placeHash({ page: 'api', account: DESK, query: { method: entry.method } })}>{t('audit.toMethod')}</a>
        </div>
      )}
    </Drawer>
  );
}
