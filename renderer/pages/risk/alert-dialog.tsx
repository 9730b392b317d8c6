import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Params } from '../../../daemon/protocol/index.ts';
import { tell } from '../../app/notice.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { Select } from '../../components/choice.tsx';
import { Described } from '../../components/described.tsx';
import { SaveDialog } from '../../components/schema-form/save-dialog.tsx';
import { isSound, SchemaForm } from '../../components/schema-form/schema-form.tsx';
import { useEdit } from '../../components/schema-form/use-edit.ts';
import type { Schema, Values } from '../../lib/schema.ts';
import type { AlertRule } from './alerts-panel.tsx';

interface Props {
  /** Null: a new one. */
  readonly rule: AlertRule | null;
  readonly account: string;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** What all kinds of rule have. */
function useTerms(): Schema {
  const { t } = useTranslation();
  return {
    type: 'object',
    properties: {
      name: { type: 'string', maxLength: 100, title: t('alerts.name'), description: t('alerts.nameNote') },
      repeat: { type: 'string', enum: ['once', 'repeating'], default: 'repeating', title: t('alerts.repeat'), description: t('alerts.repeatNote') },
      hysteresisPercent: { type: 'number', minimum: 0, maximum: 1000, default: 2, title: t('alerts.hysteresis'), description: t('alerts.hysteresisNote') },
      cooldownMinutes: { type: 'number', minimum: 0, maximum: 525_600, default: 60, title: t('alerts.cooldown'), description: t('alerts.cooldownNote') },
    },
  };
}

/** Adds an alert rule or changes one. */
export function AlertDialog({ rule, account, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const kinds = useAnswer('alerts.kinds', {}).value?.items;
  const terms = useTerms();
  const [kind, setKind] = useState(rule?.kind ?? 'price_above');
  const edit = useEdit(rule?.params ?? {}, 'params');
  const [rest, setRest] = useState<Values>(rule === null ? {} : termsOf(rule));
  const chosen = kinds?.find((one) => one.kind === kind);
  const schema = (chosen?.schema ?? {}) as Schema;
  const save = async () => {
    const given = { name: null, ...rest, params: edit.values, ...(rule === null ? { kind, account } : { id: rule.id }) } as Params<'alerts.set'>;
    if (!(await edit.saving.save('alerts.set', given)).ok) return;
    tell(t('form.saved'));
    onSaved();
    onClose();
  };
  return (
    <SaveDialog
      title={t(rule === null ? 'alerts.new' : 'alerts.change')}
      sound={isSound(schema, edit.values) && isSound(terms, rest)}
      saving={edit.saving}
      onSave={save}
      onClose={onClose}
    >
      {chosen === undefined ? null : (
        <>
          {rule === null && (
            <Select
              label={t('alerts.kind')}
              value={kind}
              options={(kinds ?? []).map((one) => ({ value: one.kind, text: one.title }))}
              onChange={(next) => {
                setKind(next);
                edit.change({});
              }}
            />
          )}
          <p className="lead">
            <Described text={chosen.description} />
          </p>
          <SchemaForm key={kind} schema={schema} values={edit.values} onChange={edit.change} refusals={edit.saving.refusals} />
          <SchemaForm schema={terms} values={rest} onChange={setRest} />
        </>
      )}
    </SaveDialog>
  );
}

const termsOf = ({ name, repeat, hysteresisPercent, cooldownMinutes }: AlertRule): Values => ({
  repeat,
  hysteresisPercent,
  cooldownMinutes,
  ...(name !== null && { name }),
});
