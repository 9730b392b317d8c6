import { Download, Power } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/context.tsx';
import { selectMayAct, useDesk } from '../../app/desk.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { Sum } from '../../components/drawer.tsx';
import { None } from '../../components/numbers.tsx';
import { Panel } from '../../components/panel.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { RestartButton } from '../../components/restart-button.tsx';
import { Moment } from '../../components/time.tsx';
import { download } from '../../lib/download.ts';

const MOODS = { ok: 'good', degraded: 'warn', failing: 'bad' } as const;

/** The process that trades: where it runs, how it fares, how to end it, and a report of it. */
export function DaemonPanel() {
  const { t } = useTranslation();
  const { outcome, value, reload } = useAnswer('daemon.status', {});
  return (
    <Panel name="section" title={t('settings.daemon')} note={value === null ? undefined : value.version}>
      {outcome?.ok === false && value === null && <Refusal failure={outcome.failure} onRetry={reload} />}
      {value !== null && (
        <div className="settings-body">
          <dl className="sums">
            <Fact name={t('daemon.version')} value={value.version} />
            <Fact name={t('daemon.pid')} value={String(value.pid)} />
            <Sum label={t('daemon.started')}>
              <Moment ts={value.startedAt} />
            </Sum>
            <Fact name={t('daemon.launcher')} value={value.launcher} text={t(`launcher.${value.launcher}`)} />
            <Fact name={t('daemon.lastExit')} value={value.lastExit} text={t(`lastExit.${value.lastExit}`)} />
            <Fact name={t('daemon.runtime')} value={value.runtime} />
            <Fact name={t('daemon.home')} value={value.home} />
            <Fact name={t('daemon.socket')} value={value.socket} />
            {value.console === null ? (
              <Sum label={t('daemon.console')}>
                <None />
              </Sum>
            ) : (
              <Fact name={t('daemon.console')} value={value.console} />
            )}
          </dl>
          <Health />
          {value.launcher !== 'service' && <CodeBlock title={t('daemon.service')} text="npx nightdesk daemon install" />}
          <Actions />
        </div>
      )}
    </Panel>
  );
}

const Fact = ({ name, value, text = value }: { readonly name: string; readonly value: string; readonly text?: ReactNode }) => (
  <Sum label={name}>
    <span className="fact" data-copy={value}>
      {text}
    </span>
  </Sum>
);

function Health() {
  const { t } = useTranslation();
  const { value } = useAnswer('daemon.health', {}, ['daemon.state', 'warning', 'exception']);
  return (
    <section aria-label={t('daemon.health')}>
      <h3>{t('daemon.health')}</h3>
      <ul className="checks-list">
        {value?.checks.map(({ name, status, detail }) => (
          <li key={name}>
            <span className="chip" data-mood={MOODS[status]}>
              {t(`health.${status}`)}
            </span>
            <strong>{name}</strong>
            <span className="quiet">{detail}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Actions() {
  const { t } = useTranslation();
  const session = useSession();
  const connected = useDesk(selectMayAct);
  const save = async () => {
    const report = await session.call('daemon.diagnostics', {});
    if (report === null) return;
    const day = new Date(report.madeAt).toISOString().slice(0, 19).replaceAll(':', '-');
    download(new Blob([JSON.stringify(report, null, 2)], { type: 'application/json' }), `nightdesk-diagnostics-${day}.json`);
  };
  return (
    <div className="settings-line">
      <button type="button" className="button" disabled={!connected} title={t('daemon.diagnosticsTitle')} onClick={() => void save()}>
        <Download aria-hidden size={14} /> {t('daemon.diagnostics')}
      </button>
      <RestartButton />
      <button type="button" className="button danger" disabled={!connected} onClick={() => void session.call('daemon.stop', {})}>
        <Power aria-hidden size={14} /> {t('daemon.stop')}
      </button>
    </div>
  );
}
