import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/context.tsx';
import { tell } from '../../app/notice.ts';
import { Described } from '../../components/described.tsx';
import { SaveBar } from '../../components/schema-form/save-bar.tsx';
import { isSound, SchemaForm } from '../../components/schema-form/schema-form.tsx';
import { useDraft } from '../../components/schema-form/use-draft.ts';
import { useSaving } from '../../components/schema-form/use-saving.ts';
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
  const draft = useDraft(channel.settings);
  const secrets = useSecrets();
  const saving = useSaving('settings');
  const rare = useMemo(() => commonSettings(kinds), [kinds]);
  const { id } = channel;
  const save = async () => {
    const newSecrets = secrets.dirty;
    if (!(await secrets.store(id))) return;
    if (draft.dirty && !(await saving.save('channels.configure', { id, settings: changes(channel.settings, draft.values) })).ok) return;
    // What was parked for want of a secret is tried anew with it.
    if (newSecrets && channel.enabled) await session.call('channels.enable', { id });
    tell(t('form.saved'));
    draft.discard();
    onSaved();
  };
  const discard = () => {
    draft.discard();
    secrets.forget();
    saving.forget();
  };
  const stored = channel.secrets.flatMap(({ name, set }) => (set ? [name] : []));
  const fields = { kind, stored, typed: secrets.typed, onType: secrets.type };
  return (
    <form
      aria-label={t('channels.part.settings')}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="lead">
        <Described text={kind.description} />
      </p>
      <SecretFields required {...fields} />
      <SchemaForm
        schema={schemaOf(kind)}
        values={draft.values}
        rare={rare}
        refusals={saving.refusals}
        onChange={(values) => {
          draft.change(values);
          saving.forget();
        }}
      />
      <SecretFields required={false} {...fields} />
      <SaveBar
        dirty={draft.dirty || secrets.dirty}
        sound={isSound(schemaOf(kind), draft.values)}
        busy={saving.busy}
        failure={secrets.failure ?? saving.failure}
        onDiscard={discard}
      />
    </form>
  );
}
