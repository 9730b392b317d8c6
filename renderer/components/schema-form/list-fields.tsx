import { Plus, Trash2, X } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { initial, readableName, resolve, type Schema } from '../../lib/schema.ts';
import { SchemaField } from './field.tsx';
import { below, type FieldProps, type Form } from './form.ts';
import { Group, Labelled, Note, tied } from './frame.tsx';

const itemsOf = ({ value, schema }: FieldProps): readonly unknown[] =>
  Array.isArray(value) ? value : Array.isArray(schema.default) ? (schema.default as unknown[]) : [];

/** No items are the same as none given, unless the default has some. */
const unsetIfEmpty = (items: readonly unknown[], schema: Schema) =>
  items.length === 0 && !(Array.isArray(schema.default) && schema.default.length > 0) ? undefined : items;

/** Any of a few words. */
export function SeveralField({ options, ...field }: FieldProps & { readonly options: readonly string[] }) {
  const { form, schema, path, onChange } = field;
  const chosen = itemsOf(field);
  const toggle = (option: string, on: boolean) =>
    onChange(
      unsetIfEmpty(
        options.filter((one) => (one === option ? on : chosen.includes(one))),
        schema,
      ),
    );
  return (
    <Group {...field}>
      <div className="checks">
        {options.map((option) => (
          <label key={option} className="check">
            <input type="checkbox" disabled={form.disabled} checked={chosen.includes(option)} onChange={(event) => toggle(option, event.target.checked)} />
            {readableName(option)}
          </label>
        ))}
      </div>
      <Note form={form} path={path} schema={{}} />
    </Group>
  );
}

/** Words of one's own: typed one by one, each with a button that takes it away. */
export function TagsField({ items, ...field }: FieldProps & { readonly items: Schema }) {
  const { t } = useTranslation();
  const { form, path, schema, title, onChange } = field;
  const words = itemsOf(field).map(String);
  const suggestions = useId();
  const [typed, setTyped] = useState('');
  const offered = (items.examples ?? []).map(String).filter((word) => !words.includes(word));
  const add = (text: string) => {
    const fresh = text
      .split(/[,\s]+/)
      .map((word) => word.trim())
      .filter((word) => word !== '' && !words.includes(word));
    if (fresh.length > 0) onChange([...words, ...fresh]);
    setTyped('');
  };
  const wrong = itemFault(form, path, words.length);
  return (
    <Labelled {...field}>
      <span className="tags">
        {words.map((word, index) => (
          <span key={word} className="tag" data-wrong={form.faults[below(path, index)] !== undefined || form.refusals[below(path, index)] !== undefined}>
            {word}
            <button
              type="button"
              disabled={form.disabled}
              aria-label={t('form.removeFrom', { title, word })}
              onClick={() => onChange(unsetIfEmpty(words.toSpliced(index, 1), schema))}
            >
              <X aria-hidden size={12} />
            </button>
          </span>
        ))}
        <input
          className="tag-input"
          {...tied(field)}
          list={offered.length > 0 ? suggestions : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={t('form.tagHint')}
          value={typed}
          onChange={(event) => (event.target.value.endsWith(',') ? add(event.target.value) : setTyped(event.target.value))}
          onBlur={() => add(typed)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && typed.trim() !== '') {
              event.preventDefault();
              add(typed);
            } else if (event.key === 'Backspace' && typed === '' && words.length > 0) onChange(unsetIfEmpty(words.slice(0, -1), schema));
          }}
        />
        {offered.length > 0 && (
          <datalist id={suggestions}>
            {offered.map((word) => (
              <option key={word} value={word} />
            ))}
          </datalist>
        )}
      </span>
      {wrong !== null && <Note form={form} path={wrong} schema={{}} />}
    </Labelled>
  );
}

const itemFault = (form: Form, path: string, count: number): string | null =>
  Array.from({ length: count }, (_, index) => below(path, index)).find((at) => form.faults[at] !== undefined || form.refusals[at] !== undefined) ?? null;

/** Items of any kind, one below the other. */
export function ListField({ items, ...field }: FieldProps & { readonly items: Schema }) {
  const { t } = useTranslation();
  const { form, path, schema, title, onChange } = field;
  const rows = itemsOf(field);
  return (
    <Group {...field}>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item has no other identity than its place
        <div key={index} className="schema-item">
          <SchemaField
            form={form}
            schema={resolve(items, form.root)}
            value={row}
            path={below(path, index)}
            title={t('form.item', { number: index + 1 })}
            required
            onChange={(next) => onChange(rows.with(index, next))}
          />
          <button
            type="button"
            className="button icon-button"
            disabled={form.disabled}
            aria-label={t('form.removeFrom', { title, word: String(index + 1) })}
            onClick={() => onChange(unsetIfEmpty(rows.toSpliced(index, 1), schema))}
          >
            <Trash2 aria-hidden size={14} />
          </button>
        </div>
      ))}
      <Note form={form} path={path} schema={{}} />
      <button type="button" className="button small" disabled={form.disabled} onClick={() => onChange([...rows, initial(items, form.root)])}>
        <Plus aria-hidden size={13} /> {t('form.add')}
      </button>
    </Group>
  );
}
