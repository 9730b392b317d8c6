import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../daemon/protocol/index.ts';
import { useSession } from '../../app/context.tsx';
import { selectMayAct, useDesk } from '../../app/desk.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { Empty } from '../../components/empty.tsx';
import { Amount, Count } from '../../components/numbers.tsx';
import { Panel } from '../../components/panel.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { Switch } from '../../components/switch.tsx';
import { Moment } from '../../components/time.tsx';
import { AlertDialog } from './alert-dialog.tsx';

export type AlertRule = Result<'alerts.list'>['items'][number];

const MOODS: Partial<Record<AlertRule['state'], string>> = { armed: 'good', fired: 'warn', failing: 'bad' };

/** What one wants to be told of: each rule with the figure it watches. */
export function AlertsPanel() {
  const { t } = useTranslation();
  const account = useDesk((state) => state.account);
  const connected = useDesk(selectMayAct);
  const { outcome, value, reload } = useAnswer('alerts.list', { account }, [
    'alert.fired',
    'candle.closed',
    'config.changed',
    'trade.entry_fill',
    'trade.exit_fill',
  ]);
  const [edited, setEdited] = useState<AlertRule | 'new' | null>(null);
  const rules = value?.items ?? [];
  return (
    <Panel
      name="alerts"
      title={t('alerts.title')}
      actions={
        <button type="button" className="button small" disabled={!connected} onClick={() => setEdited('new')}>
          <Plus aria-hidden size={13} /> {t('alerts.add')}
        </button>
      }
    >
      {value === null && outcome?.ok === false && <Refusal failure={outcome.failure} onRetry={reload} />}
      {value !== null && rules.length === 0 && <Empty title={t('alerts.empty')}>{t('alerts.emptyText')}</Empty>}
      {rules.length > 0 && (
        <ul className="alerts">
          {rules.map((rule) => (
            <Rule key={rule.id} rule={rule} onEdit={() => setEdited(rule)} onChange={reload} />
          ))}
        </ul>
      )}
      {edited !== null && <AlertDialog rule={edited === 'new' ? null : edited} account={account} onClose={() => setEdited(null)} onSaved={reload} />}
    </Panel>
  );
}

function Rule({ rule, onEdit, onChange }: { readonly rule: AlertRule; readonly onEdit: () => void; readonly onChange: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const connected = useDesk(selectMayAct);
  const name = rule.name ?? rule.watches;
  const act = async (call: Promise<unknown>) => {
    const done = (await call) !== null;
    onChange();
    return done;
  };
  return (
    <li>
      <div>
        <p>
          <strong>{name}</strong>{' '}
          <span className="chip" data-mood={MOODS[rule.state]}>
            {t(`alerts.state.${rule.state}`)}
          </span>
        </p>
        <p className="quiet">
          {rule.name !== null && <>{rule.watches} · </>}
          {rule.value !== null && (
            <>
              {t('alerts.now')} <Amount value={rule.value} /> {t(`alerts.unit.${unitOf(rule.unit)}`, { unit: rule.unit })} ·{' '}
            </>
          )}
          {t('alerts.fired')} <Count value={rule.fired} />
          {rule.firedAt !== null && (
            <>
              {' '}
              · <Moment ts={rule.firedAt} />
            </>
          )}
        </p>
        {rule.problem !== null && <p className="choice-fault">{rule.problem}</p>}
      </div>
      <Switch
        label={t('alerts.enable', { name })}
        on={rule.enabled}
        disabled={!connected}
        onChange={(enabled) => act(session.call('alerts.set', { id: rule.id, enabled }))}
      />
      <button type="button" className="button icon-button" disabled={!connected} aria-label={t('alerts.edit', { name })} onClick={onEdit}>
        <Pencil aria-hidden size={14} />
      </button>
      <button
        type="button"
        className="button icon-button"
        disabled={!connected}
        aria-label={t('form.remove', { title: name })}
        onClick={() => void act(session.call('alerts.remove', { id: rule.id }))}
      >
        <Trash2 aria-hidden size={14} />
      </button>
    </li>
  );
}

const unitOf = (unit: string) => (unit === 'percent' || unit === 'hours' ? unit : 'other');
