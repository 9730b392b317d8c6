import '../../styles/settings.css';
import { useTranslation } from 'react-i18next';
import { sectionsOf } from '../../app/settings-sections.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { usePlace } from '../../app/use-place.ts';
import { Refusal } from '../../components/refusal.tsx';
import { placeHash } from '../../lib/place.ts';
import { readableName, type Schema } from '../../lib/schema.ts';
import { DESK } from '../../lib/world.ts';
import { AccessPanel } from './access-panel.tsx';
import { ConfigSection } from './config-section.tsx';
import { DaemonPanel } from './daemon-panel.tsx';
import { PluginsPanel } from './plugins-panel.tsx';
import { SecretsPanel } from './secrets-panel.tsx';
import { WindowPanel } from './window-panel.tsx';

const OWN = { window: WindowPanel, secrets: SecretsPanel, access: AccessPanel, 'plugin-files': PluginsPanel, daemon: DaemonPanel } as const;
type Own = keyof typeof OWN;
const isOwn = (name: string): name is Own => Object.hasOwn(OWN, name);

/** What can be set: of this window, of the configuration section by section, secrets, who may come in, the daemon itself. */
export default function Settings() {
  const { t } = useTranslation();
  const { section = 'window' } = usePlace().query;
  const { outcome, value: schema, reload } = useAnswer('config.schema', {});
  const sections = sectionsOf(schema);
  const Panel = isOwn(section) ? OWN[section] : null;
  const chosen = sections.find(([name]) => name === section);
  return (
    <div className="settings">
      <nav className="settings-list" aria-label={t('settings.sections')}>
        <Entry name="window" text={t('settings.window')} section={section} />
        <h2>{t('settings.config')}</h2>
        {sections.map(([name, { title }]) => (
          <Entry key={name} name={name} text={title ?? readableName(name)} section={section} />
        ))}
        <h2>{t('settings.upkeep')}</h2>
        <Entry name="secrets" text={t('settings.secrets')} section={section} />
        <Entry name="access" text={t('settings.access')} section={section} />
        <Entry name="plugin-files" text={t('settings.pluginFiles')} section={section} />
        <Entry name="daemon" text={t('settings.daemon')} section={section} />
      </nav>
      {Panel !== null && <Panel />}
      {Panel === null && chosen !== undefined && <ConfigSection key={section} name={section} schema={chosen[1]} root={schema as Schema} />}
      {Panel === null && outcome?.ok === false && <Refusal failure={outcome.failure} onRetry={reload} />}
    </div>
  );
}

const Entry = ({ name, text, section }: { readonly name: string; readonly text: string; readonly section: string }) => (
  <a href={placeHash({ page: 'settings', account: DESK, query: { section: name } })} aria-current={name === section ? 'true' : undefined}>
    {text}
  </a>
);
