import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { tell } from '../../app/notice.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { Described } from '../../components/described.tsx';
import { Panel } from '../../components/panel.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { SaveForm } from '../../components/schema-form/save-form.tsx';
import { isSound, SchemaForm } from '../../components/schema-form/schema-form.tsx';
import { useEdit } from '../../components/schema-form/use-edit.ts';
import { changes, isValues, readableName, resolve, type Schema, shapeOf, type Values } from '../../lib/schema.ts';
import { FileNote } from './file-note.tsx';

interface Props {
  /** Its key in the configuration. */
  readonly name: string;
  readonly schema: Schema;
  /** The schema of the whole. */
  readonly root: Schema;
}

/** One section of the configuration; what it holds is in force, the environment's overrides included. */
export function ConfigSection({ name, schema, root }: Props) {
  const { outcome, value, reload } = useAnswer('config.get', {}, ['config.changed']);
  const whole = useMemo((): Schema => ({ ...resolve(schema, root), $defs: root.$defs }), [schema, root]);
  return (
    <Panel name="section" title={whole.title ?? readableName(name)} note={whole.description && <Described text={whole.description} />}>
      {outcome?.ok === false && value === null && <Refusal failure={outcome.failure} onRetry={reload} />}
      {value !== null && (
        <div className="settings-body">
          <SectionForm name={name} schema={whole} saved={sectionOf(value.value, name)} overridden={value.overridden} />
          <FileNote file={value.file} overridden={value.overridden} />
        </div>
      )}
    </Panel>
  );
}

function sectionOf(config: unknown, name: string): Values {
  const section = isValues(config) ? config[name] : undefined;
  return isValues(section) ? section : {};
}

interface FormProps {
  readonly name: string;
  readonly schema: Schema;
  readonly saved: Values;
  readonly overridden: readonly string[];
}

function SectionForm({ name, schema, saved, overridden }: FormProps) {
  const { t } = useTranslation();
  const edit = useEdit(saved, name);
  const locked = useMemo(
    () => new Set(overridden.filter((path) => path.startsWith(`${name}.`)).map((path) => path.slice(name.length + 1))),
    [overridden, name],
  );
  const save = async () => {
    let restart = false;
    for (const [member, value] of Object.entries(changes(saved, edit.values, (gone) => defaultOf(schema, gone)))) {
      const outcome = await edit.saving.save('config.set', { path: `${name}.${member}`, value });
      if (!outcome.ok) return;
      restart ||= outcome.value.restartNeeded;
    }
    edit.settle();
    tell(t(restart ? 'settings.savedForRestart' : 'form.saved'));
  };
  return (
    <SaveForm
      label={schema.title ?? readableName(name)}
      dirty={edit.dirty}
      sound={isSound(schema, edit.values)}
      saving={edit.saving}
      onSave={save}
      onDiscard={edit.discard}
    >
      <SchemaForm schema={schema} values={edit.values} onChange={edit.change} refusals={edit.saving.refusals} locked={locked} />
    </SaveForm>
  );
}

/** To remove a value, null is sent; but where null means that something is off, its default has to be spelled out. */
function defaultOf(schema: Schema, member: string): unknown {
  const inner = resolve(schema.properties?.[member] ?? {}, schema);
  return shapeOf(inner, schema).kind === 'nullable' ? (inner.default ?? null) : null;
}
