import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tell } from '../../app/notice.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { Select } from '../../components/choice.tsx';
import { Described } from '../../components/described.tsx';
import { SaveDialog } from '../../components/schema-form/save-dialog.tsx';
import { isSound, SchemaForm } from '../../components/schema-form/schema-form.tsx';
import { useEdit } from '../../components/schema-form/use-edit.ts';
import { equal, type Schema, type Values } from '../../lib/schema.ts';
import type { Protection } from './protections-panel.tsx';

interface Props {
  /** Null: a new one. */
  readonly protection: Protection | null;
  /** Names that are in use. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Adds a protection or changes one; its fields come from the schema of its kind. */
export function ProtectionDialog({ protection, taken, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const kinds = useAnswer('protections.kinds', {}).value?.items;
  const [kind, setKind] = useState(protection?.kind ?? 'cooldown_period');
  const [typedId, setId] = useState<string | null>(protection?.id ?? null);
  const edit = useEdit(protection?.params ?? {}, 'params');
  const chosen = kinds?.find((one) => one.kind === kind);
  const schema = (chosen?.schema ?? {}) as Schema;
  const id = typedId ?? freeName(kind, taken);
  const isFree = protection !== null || !taken.includes(id);
  const save = async () => {
    const given = { id, kind, params: changes(schema, protection?.params ?? {}, edit.values) };
    if (!(await edit.saving.save('protections.configure', given)).ok) return;
    tell(t('form.saved'));
    onSaved();
    onClose();
  };
  return (
    <SaveDialog
      title={protection === null ? t('protections.new') : t('protections.change', { id })}
      sound={isFree && isSound(schema, edit.values)}
      saving={edit.saving}
      onSave={save}
      onClose={onClose}
    >
      {chosen === undefined ? null : (
        <>
          {protection === null && (
            <div className="protection-head">
              <Select
                label={t('protections.kind')}
                value={kind}
                options={(kinds ?? []).map((one) => ({ value: one.kind, text: one.title }))}
                onChange={(next) => {
                  setKind(next);
                  edit.change({});
                }}
              />
              <input
                className="input"
                aria-label={t('protections.name')}
                aria-invalid={!isFree}
                title={isFree ? undefined : t('protections.taken')}
                autoComplete="off"
                spellCheck={false}
                value={id}
                onChange={(event) => setId(event.target.value)}
              />
            </div>
          )}
          {!isFree && <p className="choice-fault">{t('protections.taken')}</p>}
          <p className="lead">
            <Described text={chosen.description} />
          </p>
          <SchemaForm key={kind} schema={schema} values={edit.values} onChange={edit.change} refusals={edit.saving.refusals} />
        </>
      )}
    </SaveDialog>
  );
}

/** `cooldown-period`, and `cooldown-period-2` where that is taken. */
function freeName(kind: string, taken: readonly string[]): string {
  const name = kind.replaceAll('_', '-');
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!taken.includes(candidate)) return candidate;
  }
}

/** What differs from before; what was emptied is null, which asks for the default. */
function changes({ properties = {} }: Schema, before: Values, now: Values): Values {
  const names = Object.keys(properties).filter((name) => !equal(before[name], now[name]));
  return Object.fromEntries(names.map((name) => [name, now[name] ?? null]));
}
