import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/context.tsx';
import { tell } from '../../app/notice.ts';
import { Described } from '../../components/described.tsx';
import { SaveForm } from '../../components/schema-form/save-form.tsx';
import { isSound, SchemaForm } from '../../components/schema-form/schema-form.tsx';
import { useEdit } from '../../components/schema-form/use-edit.ts';
import { changes } from '../../lib/schema.ts';
import { type Channel, commonSettings, type Kind, schemaOf } from './kinds.ts';
import { SecretFields } from './secret-field.tsx';
import { useSecrets } from './use-secrets.ts';

interface Props {
  readonly channel: Channel;
  readonly kind: Kind;
  readonly kinds: readonly Kind[];
  readonly onSaved: () => void;
}

/** Where a channel leads, with the secrets it needs for that. */
export function SettingsForm({ channel, kind, kinds, onSaved }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const edit = useEdit(channel.settings, 'settings');
  const secrets = useSecrets();
  const rare = useMemo(() => commonSettings(kinds), [kinds]);
  const { id } = channel;
  const save = async () => {
    const newSecrets = secrets.dirty;
    if (!(await secrets.store(id))) return;
    if (edit.dirty && !(await edit.saving.save('channels.configure', { id, settings: changes(channel.settings, edit.values) })).ok) return;
    // What was parked for want of a secret is tried anew with it.
    if (newSecrets && channel.enabled) await session.call('channels.enable', { id });
    tell(t('form.saved'));
    edit.settle();
    onSaved();
  };
  const discard = () => {
    edit.discard();
    secrets.forget();
  };
  const stored = channel.secrets.flatMap(({ name, set }) => (set ? [name] : []));
  const fields = { kind, stored, typed: secrets.typed, onType: secrets.type };
  return (
    <SaveForm
      label={t('channels.part.settings')}
      dirty={edit.dirty || secrets.dirty}
      sound={isSound(schemaOf(kind), edit.values)}
      saving={{ busy: edit.saving.busy, failure: secrets.failure ?? edit.saving.failure }}
      onSave={save}
      onDiscard={discard}
    >
      <p className="lead">
        <Described text={kind.description} />
      </p>
      <SecretFields required {...fields} />
      <SchemaForm schema={schemaOf(kind)} values={edit.values} rare={rare} refusals={edit.saving.refusals} onChange={edit.change} />
      <SecretFields required={false} {...fields} />
    </SaveForm>
  );
}
