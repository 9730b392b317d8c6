import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/context.tsx';
import { tell } from '../../app/notice.ts';
import { Select } from '../../components/choice.tsx';
import { Described } from '../../components/described.tsx';
import { Panel } from '../../components/panel.tsx';
import { SaveBar } from '../../components/schema-form/save-bar.tsx';
import { isSound, SchemaForm } from '../../components/schema-form/schema-form.tsx';
import { useSaving } from '../../components/schema-form/use-saving.ts';
import type { Values } from '../../lib/schema.ts';
import { commonSettings, type Kind, schemaOf } from './kinds.ts';
import { SecretFields } from './secret-field.tsx';
import { useSecrets } from './use-secrets.ts';

interface Props {
  readonly kinds: readonly Kind[];
  readonly taken: readonly string[];
  readonly onAdded: (id: string) => void;
  readonly onCancel: () => void;
}

const NAME = /^[a-z][a-z0-9-]*$/;

/** A free name to begin with: the kind's own, or with a number. */
function freeName(kind: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? kind : `${kind}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

/** Sets up a new channel of any kind the daemon has. */
export function AddPanel({ kinds, taken, onAdded, onCancel }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const nameId = useId();
  const [kindName, setKindName] = useState(kinds[0]?.kind ?? '');
  const [typedId, setTypedId] = useState<string | null>(null);
  const [settings, setSettings] = useState<Values>({});
  const secrets = useSecrets();
  const saving = useSaving('settings');
  const rare = useMemo(() => commonSettings(kinds), [kinds]);
  const kind = kinds.find((one) => one.kind === kindName);
  if (kind === undefined) return null;
  const id = typedId ?? freeName(kindName, taken);
  const fault = taken.includes(id) ? t('channels.taken') : NAME.test(id) && id.length <= 64 ? null : t('channels.badName');
  const missing = kind.secrets.some(({ name, required }) => required && !secrets.typed[name]);
  const add = async () => {
    // Without its secrets a channel would be parked at once: it begins to send when they are there.
    if (!(await saving.save('channels.configure', { id, kind: kindName, settings, enabled: !secrets.dirty })).ok) return;
    const stored = await secrets.store(id);
    if (stored && secrets.dirty) await session.call('channels.enable', { id });
    tell(t('channels.added', { id }));
    onAdded(id);
  };
  const fields = { kind, stored: [], typed: secrets.typed, onType: secrets.type };
  return (
    <Panel name="channel" title={t('channels.new')}>
      <form
        className="scroll"
        aria-label={t('channels.new')}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <div className="schema-members">
          <div className="field">
            <span className="field-head">{t('channels.kind')}</span>
            <Select
              label={t('channels.kind')}
              value={kindName}
              options={kinds.map((one) => ({ value: one.kind, text: one.title }))}
              onChange={(next) => {
                setKindName(next);
                setSettings({});
                secrets.forget();
                saving.forget();
              }}
            />
          </div>
          <div className="field">
            <span className="field-head">
              <label htmlFor={nameId}>{t('channels.name')}</label>
            </span>
            <input
              id={nameId}
              className="input"
              autoComplete="off"
              spellCheck={false}
              value={id}
              aria-invalid={fault !== null}
              onChange={(event) => setTypedId(event.target.value)}
            />
            <span className="field-note" data-mood={fault === null ? undefined : 'bad'}>
              {fault ?? t('channels.nameNote')}
            </span>
          </div>
        </div>
        <p className="lead">
          <Described text={kind.description} />
        </p>
        <SecretFields required {...fields} />
        <SchemaForm key={kindName} schema={schemaOf(kind)} values={settings} rare={rare} refusals={saving.refusals} onChange={setSettings} />
        <SecretFields required={false} {...fields} />
        <SaveBar
          dirty
          sound={fault === null && !missing && isSound(schemaOf(kind), settings)}
          busy={saving.busy}
          failure={secrets.failure ?? saving.failure}
          text={t('channels.addThis')}
          onDiscard={onCancel}
        />
      </form>
    </Panel>
  );
}
