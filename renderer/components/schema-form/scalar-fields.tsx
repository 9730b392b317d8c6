import { type HTMLInputTypeAttribute, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { equal, readableName } from '../../lib/schema.ts';
import { Unreadable } from '../../lib/schema-check.ts';
import type { FieldProps } from './form.ts';
import { Labelled, Note, tied } from './frame.tsx';

export function BooleanField(field: FieldProps) {
  const { form, path, schema, value, title, onChange } = field;
  return (
    <div className="field" data-path={path}>
      <label className="check">
        <input type="checkbox" {...tied(field)} checked={Boolean(value ?? schema.default)} onChange={(event) => onChange(event.target.checked)} />
        {title}
      </label>
      <Note form={form} path={path} schema={schema} />
    </div>
  );
}

export function ChoiceField({ options, ...field }: FieldProps & { readonly options: readonly string[] }) {
  const { schema, value, required, onChange } = field;
  const shown = value ?? schema.default;
  return (
    <Labelled {...field}>
      <select
        className="select"
        {...tied(field)}
        value={shown === undefined ? '' : String(shown)}
        onChange={(event) => onChange(event.target.value || undefined)}
      >
        {shown === undefined || (!required && schema.default === undefined) ? <option value="">–</option> : null}
        {options.map((option) => (
          <option key={option} value={option}>
            {readableName(option)}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

const typedNumber = (typed: string): unknown => {
  const text = typed.trim().replace(',', '.');
  if (text === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : typed;
};

export function NumberField(field: FieldProps) {
  const { t } = useTranslation();
  const { schema, value, onChange } = field;
  const [typed, setTyped] = useState(() => textOf(value ?? schema.default));
  const [told, setTold] = useState(value);
  if (!equal(told, value)) {
    setTold(value);
    if (!equal(typedNumber(typed), value)) setTyped(textOf(value ?? schema.default));
  }
  const minimum = meant(schema.minimum ?? schema.exclusiveMinimum);
  const maximum = meant(schema.maximum ?? schema.exclusiveMaximum);
  return (
    <Labelled {...field}>
      <span className="field-box">
        <input
          className="input num"
          {...tied(field)}
          inputMode={schema.type === 'integer' ? 'numeric' : 'decimal'}
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            const next = typedNumber(event.target.value);
            setTold(next);
            onChange(next);
          }}
        />
        {(minimum !== undefined || maximum !== undefined) && (
          <span className="unit num">
            {minimum === undefined
              ? `${schema.maximum === undefined ? '<' : '≤'} ${maximum}`
              : maximum === undefined
                ? `${schema.minimum === undefined ? '>' : '≥'} ${minimum}`
                : t('form.range', { from: minimum, to: maximum })}
          </span>
        )}
      </span>
    </Labelled>
  );
}

/** Every whole number has the bounds of what a number can hold exactly; nobody meant those. */
const meant = (bound: number | undefined) => (bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? bound : undefined);

const textOf = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

interface TextProps extends FieldProps {
  readonly type?: HTMLInputTypeAttribute;
  readonly inputMode?: 'decimal';
}

export function TextField({ type = 'text', inputMode, ...field }: TextProps) {
  const { schema, value, onChange } = field;
  // Where there is a default, an empty text is a choice; elsewhere it means that nothing is given.
  const emptyCounts = typeof schema.default === 'string' && schema.default !== '' && !schema.minLength;
  const [example] = schema.examples ?? [];
  const isLong = type === 'text' && textOf(value ?? schema.default).length > 60;
  const props = {
    className: 'input',
    ...tied(field),
    autoComplete: 'off',
    placeholder: typeof example === 'string' ? example : undefined,
    value: textOf(value ?? schema.default),
    onChange: (event: { readonly target: { readonly value: string } }) => onChange(event.target.value === '' && !emptyCounts ? undefined : event.target.value),
  };
  return (
    <Labelled {...field}>{isLong ? <textarea rows={3} {...props} /> : <input type={type} inputMode={inputMode} spellCheck={false} {...props} />}</Labelled>
  );
}

/** For what has no form of its own: as JSON. */
export function JsonField(field: FieldProps) {
  const { schema, value, onChange } = field;
  const given = value ?? schema.default;
  const [typed, setTyped] = useState(() => (given === undefined ? '' : JSON.stringify(given, null, 2)));
  return (
    <Labelled {...field}>
      <textarea
        className="input code"
        {...tied(field)}
        rows={Math.min(10, typed.split('\n').length + 1)}
        spellCheck={false}
        placeholder={schema.examples?.[0] === undefined ? undefined : JSON.stringify(schema.examples[0])}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(readJson(event.target.value));
        }}
      />
    </Labelled>
  );
}

function readJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return new Unreadable(text);
  }
}
