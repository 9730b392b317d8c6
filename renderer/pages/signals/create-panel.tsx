import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Params } from '../../../daemon/protocol/index.ts';
import { Panel } from '../../components/panel.tsx';
import { SaveBar } from '../../components/schema-form/save-bar.tsx';
import { isSound, SchemaForm } from '../../components/schema-form/schema-form.tsx';
import { useSaving } from '../../components/schema-form/use-saving.ts';
import type { Schema, Values } from '../../lib/schema.ts';
import { type Made, newTerms, RARE } from './hooks.ts';

interface Props {
  readonly terms: Schema;
  readonly taken: readonly string[];
  readonly onMade: (made: Made) => void;
  readonly onCancel: () => void;
}

const NAME = /^[a-z][a-z0-9-]{0,31}$/;

/** Makes a hook. What is left empty is as the daemon has it for a new one. */
export function CreatePanel({ terms, taken, onMade, onCancel }: Props) {
  const { t } = useTranslation();
  const nameId = useId();
  const [id, setId] = useState('');
  const [values, setValues] = useState<Values>(() => newTerms(terms));
  const saving = useSaving('');
  const fault = id === '' ? null : taken.includes(id) ? t('signals.taken') : NAME.test(id) ? null : t('signals.badName');
  const create = async () => {
    const outcome = await saving.save('signals.create', { id, ...values } as Params<'signals.create'>);
    if (outcome.ok) onMade(outcome.value);
  };
  return (
    <Panel name="signal" title={t('signals.new')}>
      <form
        className="scroll"
        aria-label={t('signals.new')}
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <p className="lead">{t('signals.newNote')}</p>
        <div className="schema-members">
          <div className="field">
            <span className="field-head">
              <label htmlFor={nameId}>{t('signals.name')}</label>
            </span>
            <input
              id={nameId}
              className="input"
              autoComplete="off"
              spellCheck={false}
              placeholder="breakout"
              value={id}
              aria-invalid={fault !== null}
              onChange={(event) => setId(event.target.value)}
            />
            <span className="field-note" data-mood={fault === null ? undefined : 'bad'}>
              {fault ?? t('signals.nameNote')}
            </span>
          </div>
        </div>
        <SchemaForm
          schema={terms}
          values={values}
          rare={RARE}
          refusals={saving.refusals}
          onChange={(next) => {
            setValues(next);
            saving.forget();
          }}
        />
        <SaveBar
          dirty
          sound={id !== '' && fault === null && isSound(terms, values)}
          busy={saving.busy}
          failure={saving.failure}
          text={t('signals.create')}
          onDiscard={onCancel}
        />
      </form>
    </Panel>
  );
}
