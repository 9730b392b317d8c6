import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { initial, isValues, readableName, resolve, type Shape, type Values, withMember } from '../../lib/schema.ts';
import { SchemaField } from './field.tsx';
import { below, type FieldProps, type Form } from './form.ts';
import { Group, Note } from './frame.tsx';

interface MembersProps {
  readonly form: Form;
  readonly shape: Extract<Shape, { kind: 'object' }>;
  readonly path: string;
  readonly value: Values;
  readonly onChange: (value: Values) => void;
  /** Names in the order shown; all when absent. */
  readonly only?: readonly string[];
}

/** The members of an object, those that must be given first. */
export function Members({ form, shape, path, value, onChange, only = Object.keys(shape.properties) }: MembersProps) {
  const isRequired = (name: string) => shape.required.includes(name);
  const names = [...only].sort((a, b) => Number(isRequired(b)) - Number(isRequired(a)));
  return (
    <div className="schema-members">
      {names.map((name) => {
        const schema = resolve(shape.properties[name] ?? {}, form.root);
        return (
          <SchemaField
            key={name}
            form={form}
            schema={schema}
            value={value[name]}
            path={below(path, name)}
            title={schema.title ?? readableName(name)}
            required={isRequired(name)}
            onChange={(next) => onChange(withMember(value, name, next))}
          />
        );
      })}
    </div>
  );
}

/** An object within a form; one that need not be there is switched on and off. */
export function ObjectField({ shape, ...field }: FieldProps & { readonly shape: Extract<Shape, { kind: 'object' }> }) {
  const { form, schema, value, required, path, title, onChange } = field;
  const present = isValues(value) || isValues(schema.default);
  return (
    <Group {...field}>
      {!required && schema.default === undefined && (
        <label className="check">
          <input
            type="checkbox"
            checked={present}
            disabled={form.disabled}
            onChange={(event) => onChange(event.target.checked ? initial(schema, form.root) : undefined)}
          />
          {title}
        </label>
      )}
      {present && <Members form={form} shape={shape} path={path} value={isValues(value) ? value : {}} onChange={onChange} />}
    </Group>
  );
}

/** Values by names of one's own. */
export function MapField({ values: items, ...field }: FieldProps & { readonly values: FieldProps['schema'] }) {
  const { t } = useTranslation();
  const { form, schema, value, path, title, onChange } = field;
  const entries = isValues(value) ? value : isValues(schema.default) ? schema.default : {};
  const [name, setName] = useState('');
  const taken = name.trim() in entries;
  const add = () => {
    if (name.trim() === '' || taken) return;
    onChange({ ...entries, [name.trim()]: initial(items, form.root) });
    setName('');
  };
  return (
    <Group {...field}>
      {Object.entries(entries).map(([key, one]) => (
        <div key={key} className="schema-item">
          <SchemaField
            form={form}
            schema={resolve(items, form.root)}
            value={one}
            path={below(path, key)}
            title={key}
            required
            onChange={(next) => onChange({ ...entries, [key]: next })}
          />
          <button
            type="button"
            className="button icon-button"
            disabled={form.disabled}
            aria-label={t('form.remove', { title: key })}
            onClick={() => onChange(emptyAsUnset(withMember(entries, key, undefined)))}
          >
            <Trash2 aria-hidden size={14} />
          </button>
        </div>
      ))}
      <div className="schema-add">
        <input
          className="input"
          aria-label={t('form.newName', { title })}
          placeholder={t('form.name')}
          disabled={form.disabled}
          value={name}
          aria-invalid={taken}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
        <button type="button" className="button small" disabled={form.disabled || name.trim() === '' || taken} onClick={add}>
          <Plus aria-hidden size={13} /> {t('form.add')}
        </button>
      </div>
    </Group>
  );
}

const emptyAsUnset = (values: Values) => (Object.keys(values).length === 0 ? undefined : values);

/** One of several kinds of object, told apart by a member. */
export function VariantsField({ shape, ...field }: FieldProps & { readonly shape: Extract<Shape, { kind: 'variants' }> }) {
  const { form, schema, value, path, title, onChange } = field;
  const given = isValues(value) ? value : isValues(schema.default) ? schema.default : {};
  const variant = shape.variants.find((one) => one.value === given[shape.tag]);
  const inner = variant === undefined ? null : shapeOfVariant(variant.schema);
  return (
    <Group {...field}>
      <select
        className="select"
        aria-label={title}
        disabled={form.disabled}
        value={variant?.value ?? ''}
        onChange={(event) => onChange({ [shape.tag]: event.target.value })}
      >
        {shape.variants.map((one) => (
          <option key={one.value} value={one.value}>
            {one.text}
          </option>
        ))}
      </select>
      {inner !== null && (
        <Members form={form} shape={inner} path={path} value={given} onChange={(next) => onChange({ ...next, [shape.tag]: given[shape.tag] })} />
      )}
      <Note form={form} path={path} schema={{}} />
    </Group>
  );
}

const shapeOfVariant = ({ properties = {}, required = [] }: FieldProps['schema']) => ({ kind: 'object' as const, properties, required });
