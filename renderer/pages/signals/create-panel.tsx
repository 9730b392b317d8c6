import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Params } from '../../../daemon/protocol/index.ts';
import { Panel } from '../../components/panel.tsx';
import { NameField } from '../../components/schema-form/name-field.tsx';
import { SaveForm } from '../../components/schema-form/save-form.tsx';
import { isSound, SchemaForm } from '../../components/schema-form/schema-form.tsx';
import { useEdit } from '../../components/schema-form/use-edit.ts';
import type { Schema } from '../../lib/schema.ts';
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
  const [id, setId] = useState('');
  const edit = useEdit(newTerms(terms), '');
  const fault = id === '' ? null : taken.includes(id) ? t('signals.taken') : NAME.test(id) ? null : t('signals.badName');
  const create = async () => {
    const outcome = await edit.saving.save('signals.create', { id, ...edit.values } as Params<'signals.create'>);
    if (outcome.ok) onMade(outcome.value);
  };
  return (
    <Panel name="signal" title={t('signals.new')}>
      <SaveForm
        label={t('signals.new')}
        className="scroll"
        dirty
        sound={id !== '' && fault === null && isSound(terms, edit.values)}
        saving={edit.saving}
        text={t('signals.create')}
        onSave={create}
        onDiscard={onCancel}
      >
        <p className="lead">{t('signals.newNote')}</p>
        <div className="schema-members">
          <NameField label={t('signals.name')} value={id} placeholder="breakout" fault={fault} note={t('signals.nameNote')} onChange={setId} />
        </div>
        <SchemaForm schema={terms} values={edit.values} rare={RARE} refusals={edit.saving.refusals} onChange={edit.change} />
      </SaveForm>
    </Panel>
  );
}
