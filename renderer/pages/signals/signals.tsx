import '../../styles/signals.css';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectConnected, useDesk } from '../../app/desk.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { refine, usePlace } from '../../app/use-place.ts';
import { Empty } from '../../components/empty.tsx';
import { Panel } from '../../components/panel.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { CreatePanel } from './create-panel.tsx';
import { HookList } from './hook-list.tsx';
import { HookPanel } from './hook-panel.tsx';
import { type Made, useTerms } from './hooks.ts';
import { ReceivedPanel } from './received-panel.tsx';
import { WayIn } from './way-in.tsx';

/** What `hook` is in the address while a new one is made; no hook can have this name. */
const NEW = '+';

/** Alerts of TradingView that trade: the way in, the hooks, and what came through them. */
export default function Signals() {
  const { t } = useTranslation();
  const { query } = usePlace();
  const connected = useDesk(selectConnected);
  const list = useAnswer('signals.list', {}, ['signal.received', 'gateway.state', 'config.changed']);
  const terms = useTerms();
  const [made, setMade] = useState<Made | null>(null);
  const hooks = list.value?.items ?? [];
  const isNew = query.hook === NEW;
  const chosen = isNew ? undefined : (hooks.find(({ id }) => id === query.hook) ?? hooks[0]);
  const show = (hook: string) => {
    list.reload();
    refine({ hook });
  };
  return (
    <div className="signals">
      <Panel
        name="signal-list"
        title={t('page.signals')}
        actions={
          <button type="button" className="button small" disabled={!connected} aria-pressed={isNew} onClick={() => refine({ hook: NEW })}>
            <Plus aria-hidden size={13} /> {t('signals.add')}
          </button>
        }
      >
        <WayIn />
        {list.value === null && list.outcome?.ok === false && <Refusal failure={list.outcome.failure} onRetry={list.reload} />}
        {list.value !== null && hooks.length === 0 && <Empty title={t('signals.empty')}>{t('signals.emptyText')}</Empty>}
        {hooks.length > 0 && <HookList hooks={hooks} chosen={chosen?.id ?? null} onChange={list.reload} />}
      </Panel>
      {isNew && terms !== null && (
        <CreatePanel
          terms={terms}
          taken={hooks.map(({ id }) => id)}
          onCancel={() => refine({ hook: '' })}
          onMade={(fresh) => {
            setMade(fresh);
            show(fresh.hook.id);
          }}
        />
      )}
      {chosen !== undefined && terms !== null && (
        <HookPanel
          key={chosen.id}
          hook={chosen}
          terms={terms}
          made={made?.hook.id === chosen.id ? made : null}
          onMade={setMade}
          onChange={list.reload}
          onRemoved={() => show('')}
        />
      )}
      {chosen === undefined && !isNew && (
        <Panel name="signal" title={t('signals.hook')}>
          <Empty title={t('signals.choose')}>{t('signals.chooseText')}</Empty>
        </Panel>
      )}
      <ReceivedPanel hooks={hooks.map(({ id }) => id)} />
    </div>
  );
}
