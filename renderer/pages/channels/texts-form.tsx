import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tell } from '../../app/notice.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { Select } from '../../components/choice.tsx';
import { SaveForm } from '../../components/schema-form/save-form.tsx';
import { useEdit } from '../../components/schema-form/use-edit.ts';
import type { Channel } from './kinds.ts';
import { TextPreview } from './text-preview.tsx';

type Templates = Readonly<Record<string, string>>;

/** The words of a channel: its own where it has any, the usual ones elsewhere. */
export function TextsForm({ channel, onSaved }: { readonly channel: Channel; readonly onSaved: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const { language = 'en', timeZone = 'UTC', templates = NONE } = channel.settings as { language?: string; timeZone?: string; templates?: Templates };
  const texts = useAnswer('channels.texts', { language }).value?.items;
  const edit = useEdit(templates as Record<string, string>, 'settings.templates');
  const [key, setKey] = useState('trade.exit_fill');
  const own = edit.values as Templates;
  const usual = texts?.find((text) => text.key === key);
  const written = own[key];
  const text = written ?? usual?.text ?? '';
  const isOwn = written !== undefined;
  const wrong = edit.saving.refusals[key];

  const write = (next: string | undefined) => {
    const { [key]: _before, ...others } = own;
    edit.change(next === undefined || next === usual?.text ? others : { ...others, [key]: next });
  };
  const insert = (name: string) => {
    const { selectionStart: start = text.length, selectionEnd: end = text.length } = area.current ?? {};
    write(`${text.slice(0, start)}{${name}}${text.slice(end)}`);
    area.current?.focus();
  };
  const save = async () => {
    const given = Object.keys(own).length > 0 ? { ...own } : null;
    if (!(await edit.saving.save('channels.configure', { id: channel.id, settings: { templates: given } })).ok) return;
    tell(t('form.saved'));
    edit.settle();
    onSaved();
  };
  if (!texts) return null;
  return (
    <SaveForm
      label={t('channels.part.texts')}
      dirty={edit.dirty}
      sound={Object.values(own).every((one) => one !== '')}
      saving={edit.saving}
      onSave={save}
      onDiscard={edit.discard}
    >
      <p className="lead">{t('channels.textsNote')}</p>
      <div className="schema-members">
        <Select
          label={t('channels.text')}
          value={key}
          options={texts.map((one) => ({ value: one.key, text: own[one.key] === undefined ? one.key : t('channels.ownText', { key: one.key }) }))}
          onChange={setKey}
        />
        <div className="field">
          <span className="field-head">
            <label htmlFor={id}>{key}</label>
            <button type="button" className="button small" disabled={!isOwn} onClick={() => write(undefined)}>
              {t('channels.usualText')}
            </button>
          </span>
          <textarea
            id={id}
            ref={area}
            className="input"
            rows={4}
            spellCheck={false}
            value={text}
            aria-invalid={wrong !== undefined}
            aria-describedby={`${id}-shown`}
            onChange={(event) => write(event.target.value)}
          />
          <TextPreview id={`${id}-shown`} asked={{ key, language, timeZone, template: text }} refusal={wrong} />
        </div>
        <fieldset className="placeholders">
          <legend>{t('channels.placeholders')}</legend>
          {usual?.placeholders.map((name) => (
            <button key={name} type="button" className="chip" onClick={() => insert(name)}>
              {name}
            </button>
          ))}
        </fieldset>
      </div>
    </SaveForm>
  );
}

const NONE: Templates = {};
