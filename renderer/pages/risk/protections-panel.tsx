import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../daemon/protocol/index.ts';
import { ask } from '../../app/confirmation.ts';
import { useSession } from '../../app/context.tsx';
import { selectMayAct, useDesk } from '../../app/desk.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { Empty } from '../../components/empty.tsx';
import { Panel } from '../../components/panel.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { Said } from '../../components/said.tsx';
import { Switch } from '../../components/switch.tsx';
import { Moment } from '../../components/time.tsx';
import { ProtectionDialog } from './protection-dialog.tsx';

export type Protection = Result<'protections.list'>['items'][number];

const ALL_PAIRS = '*';

/** What locks pairs by itself after trades went badly, and what each locked lately. */
export function ProtectionsPanel() {
  const { t } = useTranslation();
  const account = useDesk((state) => state.account);
  const connected = useDesk(selectMayAct);
  const { outcome, value, reload } = useAnswer('protections.list', { account }, ['config.changed', 'protection.triggered', 'protection.global', 'lock.lifted']);
  const [edited, setEdited] = useState<Protection | 'new' | null>(null);
  const protections = value?.items ?? [];
  return (
    <Panel
      name="protections"
      title={t('protections.title')}
      actions={
        <button type="button" className="button small" disabled={!connected} onClick={() => setEdited('new')}>
          <Plus aria-hidden size={13} /> {t('protections.add')}
        </button>
      }
    >
      {value === null && outcome?.ok === false && <Refusal failure={outcome.failure} onRetry={reload} />}
      {value !== null && protections.length === 0 && <Empty title={t('protections.empty')}>{t('protections.emptyText')}</Empty>}
      {protections.length > 0 && (
        <ul className="guards" aria-label={t('protections.title')}>
          {protections.map((one) => (
            <Row key={one.id} protection={one} onEdit={() => setEdited(one)} onChange={reload} />
          ))}
        </ul>
      )}
      {edited !== null && (
        <ProtectionDialog
          protection={edited === 'new' ? null : edited}
          taken={protections.map(({ id }) => id)}
          onClose={() => setEdited(null)}
          onSaved={reload}
        />
      )}
    </Panel>
  );
}

interface RowProps {
  readonly protection: Protection;
  readonly onEdit: () => void;
  readonly onChange: () => void;
}

function Row({ protection, onEdit, onChange }: RowProps) {
  const { t } = useTranslation();
  const session = useSession();
  const connected = useDesk(selectMayAct);
  const { id, enabled, about } = protection;
  const act = async (call: Promise<unknown>) => {
    const done = (await call) !== null;
    onChange();
    return done;
  };
  const remove = async () => {
    const words = { danger: t('protections.removeText'), title: t('protections.removeTitle', { id }), yes: t('protections.remove') };
    if (await ask({ method: 'protections.remove', params: { id }, ...words })) await act(session.call('protections.remove', { id }));
  };
  return (
    <li>
      <div>
        <p>
          <strong>{id}</strong>
        </p>
        <p className="quiet">{about}</p>
        <LastLocks protection={protection} />
      </div>
      <Switch
        label={t('protections.enable', { id })}
        on={enabled}
        disabled={!connected}
        onChange={(next) => act(session.call('protections.configure', { id, enabled: next }))}
      />
      <button type="button" className="button icon-button" disabled={!connected} aria-label={t('protections.edit', { id })} onClick={onEdit}>
        <Pencil aria-hidden size={14} />
      </button>
      <button type="button" className="button icon-button" disabled={!connected} aria-label={t('form.remove', { title: id })} onClick={() => void remove()}>
        <Trash2 aria-hidden size={14} />
      </button>
    </li>
  );
}

/** What it locked last; the rest is in the list of locks. */
function LastLocks({ protection: { locks } }: { readonly protection: Protection }) {
  const { t } = useTranslation();
  if (locks.length === 0) return <p className="quiet">{t('protections.never')}</p>;
  return (
    <ul className="last-locks">
      {locks.slice(0, 3).map((lock) => (
        <li key={lock.id}>
          <Moment ts={lock.since} /> {lock.pair === ALL_PAIRS ? t('locks.all') : lock.pair} · <Said saying={{ ...lock.cause, text: lock.reason }} />
          {lock.liftedAt !== null && <> · {t('locks.lifted')}</>}
        </li>
      ))}
    </ul>
  );
}
