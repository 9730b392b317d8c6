import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../daemon/protocol/index.ts';
import { useSession } from '../../app/context.tsx';
import { selectConnected, useDesk } from '../../app/desk.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Empty } from '../../components/empty.tsx';
import { None } from '../../components/numbers.tsx';
import { Panel } from '../../components/panel.tsx';
import { Refusal } from '../../components/refusal.tsx';

type Plugin = Result<'plugins.list'>['items'][number];

const MOODS: Partial<Record<Plugin['state'], string>> = { running: 'good', changed: 'warn', failed: 'bad', refused: 'bad', missing: 'bad' };

/** The user's own code: what lies in the folder, what of it runs, and why the rest does not. */
export function PluginsPanel() {
  const { t } = useTranslation();
  const { outcome, value, reload } = useAnswer('plugins.list', {}, ['audit', 'warning']);
  const columns = useMemo(
    (): readonly Column<Plugin>[] => [
      { key: 'name', title: t('plugins.name'), cell: ({ name }) => <strong>{name}</strong> },
      { key: 'state', title: t('plugins.status'), cell: (plugin) => <State plugin={plugin} /> },
      { key: 'adds', title: t('plugins.adds'), cell: (plugin) => <Adds plugin={plugin} /> },
      { key: 'code', title: t('plugins.code'), cell: ({ sha256 }) => (sha256 === null ? <None /> : <code title={sha256}>{sha256.slice(0, 12)}</code>) },
      { key: 'actions', title: t('plugins.actions'), align: 'right', cell: (plugin) => <Actions plugin={plugin} onDone={reload} /> },
    ],
    [t, reload],
  );
  return (
    <Panel name="section" title={t('settings.pluginFiles')} note={t('plugins.note')}>
      {outcome?.ok === false && value === null && <Refusal failure={outcome.failure} onRetry={reload} />}
      {value !== null && value.items.length === 0 && <Empty title={t('plugins.none')}>{t('plugins.noneText', { folder: value.folder })}</Empty>}
      {value !== null && value.items.length > 0 && (
        <div className="settings-body">
          <p>{t('plugins.text', { folder: value.folder })}</p>
          <DataTable label={t('settings.pluginFiles')} columns={columns} rows={value.items} rowKey={({ name }) => name} />
        </div>
      )}
    </Panel>
  );
}

function State({ plugin: { state, reason, remedy, changed } }: { readonly plugin: Plugin }) {
  const { t } = useTranslation();
  const why = reason ?? (changed ? t('plugins.edited') : null);
  return (
    <>
      <span className="chip" data-mood={MOODS[state]}>
        {t(`plugins.state.${state}`)}
      </span>
      {why !== null && <div className="plugin-why">{[why, remedy].filter(Boolean).join(' — ')}</div>}
    </>
  );
}

function Adds({ plugin: { adds } }: { readonly plugin: Plugin }) {
  const { t } = useTranslation();
  const all = [...adds.methods, ...(adds.channel ? [t('plugins.channel')] : []), ...(adds.strategy ? [t('plugins.strategy')] : [])];
  return all.length === 0 ? <None /> : all.join(', ');
}

function Actions({ plugin: { name, state }, onDone }: { readonly plugin: Plugin; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const connected = useDesk(selectConnected);
  const verbs =
    state === 'disabled' ? (['enable'] as const) : state === 'refused' || state === 'missing' ? (['disable'] as const) : (['reload', 'disable'] as const);
  return (
    <div className="plugin-verbs">
      {verbs.map((verb) => (
        <button
          key={verb}
          type="button"
          className="button small"
          disabled={!connected}
          aria-label={t(`plugins.${verb}One`, { name })}
          onClick={() => void session.call(`plugins.${verb}`, { name }).then(onDone)}
        >
          {t(`plugins.${verb}`)}
        </button>
      ))}
    </div>
  );
}
