import { KeyRound, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Params } from '../../../daemon/protocol/index.ts';
import { ask } from '../../app/confirmation.ts';
import { useSession } from '../../app/context.tsx';
import { selectConnected, useDesk } from '../../app/desk.ts';
import { complain, tell } from '../../app/notice.ts';
import { Segments } from '../../components/choice.tsx';
import { Panel } from '../../components/panel.tsx';
import { SaveForm } from '../../components/schema-form/save-form.tsx';
import { isSound, SchemaForm } from '../../components/schema-form/schema-form.tsx';
import { useEdit } from '../../components/schema-form/use-edit.ts';
import { changes, type Schema } from '../../lib/schema.ts';
import { type Hook, type Made, newTerms, RARE, termsOf } from './hooks.ts';
import { Messages, MessagesOnce } from './messages.tsx';
import { TestPart } from './test-part.tsx';

const PARTS = ['message', 'terms', 'test'] as const;
type Part = (typeof PARTS)[number];

interface Props {
  readonly hook: Hook;
  readonly terms: Schema;
  /** It was made or given a new secret just now. */
  readonly made: Made | null;
  readonly onMade: (made: Made | null) => void;
  readonly onChange: () => void;
  readonly onRemoved: () => void;
}

/** One hook: what to paste into TradingView, what it may do, and what a message would do now. */
export function HookPanel({ hook, terms, made, onMade, onChange, onRemoved }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const connected = useDesk(selectConnected);
  const [part, setPart] = useState<Part>('message');
  const { id } = hook;
  const sure = (method: 'rotate' | 'remove') =>
    ask({
      method: `signals.${method}`,
      params: { id },
      danger: t(`signals.${method}Text`),
      title: t(`signals.${method}Title`, { id }),
      yes: t(`signals.${method}`),
    });
  const rotate = async () => {
    if (!(await sure('rotate'))) return;
    const outcome = await session.attempt('signals.rotate', { id });
    if (!outcome.ok) return complain(outcome.failure.message, outcome.failure.data.hint);
    setPart('message');
    onMade(outcome.value);
  };
  const remove = async () => {
    if (!(await sure('remove'))) return;
    const outcome = await session.attempt('signals.remove', { id });
    if (outcome.ok) onRemoved();
    else complain(outcome.failure.message, outcome.failure.data.hint);
  };
  return (
    <Panel
      name="signal"
      title={id}
      note={hook.tag}
      actions={
        <>
          <button type="button" className="button small" disabled={!connected} onClick={() => void rotate()}>
            <KeyRound aria-hidden size={13} /> {t('signals.rotate')}
          </button>
          <button type="button" className="button small" disabled={!connected} onClick={() => void remove()}>
            <Trash2 aria-hidden size={13} /> {t('signals.remove')}
          </button>
        </>
      }
    >
      <div className="scroll">
        <Segments label={t('signals.parts')} value={part} options={PARTS.map((value) => ({ value, text: t(`signals.part.${value}`) }))} onChange={setPart} />
        {part === 'message' && made !== null && <MessagesOnce made={{ url: hook.url, messages: made.messages }} onSeen={() => onMade(null)} />}
        {part === 'message' && made === null && (
          <>
            <p className="lead">{t('signals.paste')}</p>
            <Messages url={hook.url} messages={hook.messages} />
          </>
        )}
        {part === 'terms' && <TermsForm hook={hook} terms={terms} onSaved={onChange} />}
        {part === 'test' && <TestPart hook={hook} />}
      </div>
    </Panel>
  );
}

function TermsForm({ hook, terms, onSaved }: { readonly hook: Hook; readonly terms: Schema; readonly onSaved: () => void }) {
  const { t } = useTranslation();
  const saved = termsOf(hook, terms);
  const edit = useEdit(saved, '');
  const save = async () => {
    const outcome = await edit.saving.save('signals.configure', {
      id: hook.id,
      ...changes(saved, edit.values, (name) => newTerms(terms)[name] ?? null),
    } as Params<'signals.configure'>);
    if (!outcome.ok) return;
    tell(t('form.saved'));
    edit.settle();
    onSaved();
  };
  return (
    <SaveForm
      label={t('signals.part.terms')}
      dirty={edit.dirty}
      sound={isSound(terms, edit.values)}
      saving={edit.saving}
      onSave={save}
      onDiscard={edit.discard}
    >
      <SchemaForm schema={terms} values={edit.values} rare={RARE} refusals={edit.saving.refusals} onChange={edit.change} />
    </SaveForm>
  );
}
