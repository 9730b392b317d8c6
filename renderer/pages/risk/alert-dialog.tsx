import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Params } from '../../../daemon/protocol/index.ts';
import { tell } from '../../app/notice.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { Select } from '../../components/choice.tsx';
import { Described } from '../../components/described.tsx';
import { SaveBar } from '../../components/schema-form/save-bar.tsx';
import { isSound, SchemaForm } from '../../components/schema-form/schema-form.tsx';
import { useSaving } from '../../components/schema-form/use-saving.ts';
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
  const [params, setParams] = useState<Values>(rule?.params ?? {});
  const [rest, setRest] = useState<Values>(rule === null ? {} : termsOf(rule));
  const saving = useSaving('params');
  const chosen = kinds?.find((one) => one.kind === kind);
  const schema = (chosen?.schema ?? {}) as Schema;
  const save = async () => {
    const given = { name: null, ...rest, params, ...(rule === null ? { kind, account } : { id: rule.id }) } as Params<'alerts.set'>;
    if (!(await saving.save('alerts.set', given)).ok) return;
    tell(t('form.saved'));
    onSaved();
    onClose();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog wide">
          <Dialog.Title className="dialog-title">{t(rule === null ? 'alerts.new' : 'alerts.change')}</Dialog.Title>
          {chosen !== undefined && (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                void save();
              }}
            >
              {rule === null && (
                <Select
                  label={t('alerts.kind')}
                  value={kind}
                  options={(kinds ?? []).map((one) => ({ value: one.kind, text: one.title }))}
                  onChange={(next) => {
                    setKind(next);
                    setParams({});
                    saving.forget();
                  }}
                />
              )}
              <p className="lead">
                <Described text={chosen.description} />
              </p>
              <SchemaForm key={kind} schema={schema} values={params} onChange={setParams} refusals={saving.refusals} />
              <SchemaForm schema={terms} values={rest} onChange={setRest} />
              <SaveBar dirty sound={isSound(schema, params) && isSound(terms, rest)} busy={saving.busy} failure={saving.failure} onDiscard={onClose} />
            </form>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const termsOf = ({ name, repeat, hysteresisPercent, cooldownMinutes }: AlertRule): Values => ({
  repeat,
  hysteresisPercent,
  cooldownMinutes,
  ...(name !== null && { name }),
});
