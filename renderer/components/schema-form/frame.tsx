import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/use-formats.ts';
import { equal, type Schema } from '../../lib/schema.ts';
import { Described } from '../described.tsx';
import type { FieldProps, Form } from './form.ts';

export const idOf = (form: Pick<Form, 'id'>, path: string): string => `${form.id}-${path}`;
export const noteOf = (form: Form, path: string): string => `${form.id}-${path}-note`;

/** Ties a control to its label and to what is said of it. */
export const tied = ({ form, path }: Pick<FieldProps, 'form' | 'path'>) => ({
  id: idOf(form, path),
  disabled: form.disabled,
  'aria-describedby': noteOf(form, path),
  'aria-invalid': form.refusals[path] !== undefined || isWrong(form, path),
});

/** An empty field that must be filled in is marked as such, not as wrong. */
const isWrong = (form: Form, path: string) => form.faults[path] !== undefined && form.faults[path].rule !== 'required';

/** A control with its name above, and below what it is for or what is wrong with it. */
export function Labelled({ children, ...field }: FieldProps & { readonly children: ReactNode }) {
  return (
    <div className="field" data-path={field.path}>
      <span className="field-head">
        <label htmlFor={idOf(field.form, field.path)}>
          {field.title}
          <Required {...field} />
        </label>
        <Reset {...field} />
      </span>
      {children}
      <Note form={field.form} path={field.path} schema={field.schema} />
    </div>
  );
}

/** Fields that belong together. */
export function Group({ children, ...field }: FieldProps & { readonly children: ReactNode }) {
  return (
    <fieldset className="schema-group" data-path={field.path}>
      <legend>
        {field.title}
        {field.schema.type !== 'object' && <Required {...field} />}
        <Reset {...field} />
      </legend>
      {field.schema.description !== undefined && (
        <p className="field-note">
          <Described text={field.schema.description} />
        </p>
      )}
      {children}
    </fieldset>
  );
}

function Required({ required, schema }: FieldProps) {
  const { t } = useTranslation();
  return required && schema.default === undefined ? <span className="required"> {t('form.required')}</span> : null;
}

function Reset({ form, schema, value, title, onChange }: FieldProps) {
  const { t } = useTranslation();
  if (value === undefined || schema.default === undefined || equal(value, schema.default)) return null;
  const name = t('form.reset', { title, value: defaultText(schema.default) });
  return (
    <button type="button" className="button icon-button reset" disabled={form.disabled} aria-label={name} title={name} onClick={() => onChange(undefined)}>
      <RotateCcw aria-hidden size={12} />
    </button>
  );
}

const defaultText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 60);

/** What is wrong, in the daemon's words or the console's; else what the field is for. */
export function Note({ form, path, schema }: { readonly form: Form; readonly path: string; readonly schema: Schema }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const fault = form.faults[path];
  const limit = typeof fault?.limit === 'number' ? formats.count(fault.limit) : fault?.limit;
  const wrong = form.refusals[path] ?? (fault !== undefined && fault.rule !== 'required' ? t(`form.fault.${fault.rule}`, { limit }) : undefined);
  return (
    <span id={noteOf(form, path)} className="field-note" data-mood={wrong === undefined ? undefined : 'bad'}>
      {wrong ?? <Described text={schema.description} />}
      {form.locked?.has(path) === true && <em> {t('form.locked')}</em>}
      {schema.requiresRestart === true && <em> {t('form.restart')}</em>}
    </span>
  );
}
