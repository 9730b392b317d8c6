import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/context.tsx';
import { tell } from '../../app/notice.ts';
import { Select } from '../../components/choice.tsx';
import { Described } from '../../components/described.tsx';
import { Panel } from '../../components/panel.tsx';
import { NameField } from '../../components/schema-form/name-field.tsx';
import { SaveForm } from '../../components/schema-form/save-form.tsx';
import { isSound, SchemaForm } from '../../components/schema-form/schema-form.tsx';
import { useEdit } from '../../components/schema-form/use-edit.ts';
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
  const [kindName, setKindName] = useState(kinds[0]?.kind ?? '');
  const [typedId, setTypedId] = useState<string | null>(null);
  const edit = useEdit({}, 'settings');
  const secrets = useSecrets();
  const rare = useMemo(() => commonSettings(kinds), [kinds]);
  const kind = kinds.find((one) => one.kind === kindName);
  if (kind === undefined) return null;
  const id = typedId ?? freeName(kindName, taken);
  const fault = taken.includes(id) ? t('channels.taken') : NAME.test(id) && id.length <= 64 ? null : t('channels.badName');
  const missing = kind.secrets.some(({ name, required }) => required && !secrets.typed[name]);
  const add = async () => {
    // Without its secrets a channel would be parked at once: it begins to send when they are there.
    if (!(await edit.saving.save('channels.configure', { id, kind: kindName, settings: edit.values, enabled: !secrets.dirty })).ok) return;
    const stored = await secrets.store(id);
    if (stored && secrets.dirty) await session.call('channels.enable', { id });
    tell(t('channels.added', { id }));
    onAdded(id);
  };
  const fields = { kind, stored: [], typed: secrets.typed, onType: secrets.type };
  return (
    <Panel name="channel" title={t('channels.new')}>
      <SaveForm
        label={t('channels.new')}
        className="scroll"
        dirty
        sound={fault === null && !missing && isSound(schemaOf(kind), edit.values)}
        saving={{ busy: edit.saving.busy, failure: secrets.failure ?? edit.saving.failure }}
        text={t('channels.addThis')}
        onSave={add}
        onDiscard={onCancel}
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
                edit.discard();
                secrets.forget();
              }}
            />
          </div>
          <NameField label={t('channels.name')} value={id} fault={fault} note={t('channels.nameNote')} onChange={setTypedId} />
        </div>
        <p className="lead">
          <Described text={kind.description} />
        </p>
        <SecretFields required {...fields} />
        <SchemaForm key={kindName} schema={schemaOf(kind)} values={edit.values} rare={rare} refusals={edit.saving.refusals} onChange={edit.change} />
        <SecretFields required={false} {...fields} />
      </SaveForm>
    </Panel>
  );
}
