import '../../styles/schema-form.css';
import { useEffect, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isValues, resolve, type Schema, shapeOf, type Values } from '../../lib/schema.ts';
import { check } from '../../lib/schema-check.ts';
import type { Form } from './form.ts';
import { idOf } from './frame.tsx';
import { Members } from './object-fields.tsx';

interface Props {
  readonly schema: Schema;
  /** What is set; absent members have their defaults. */
  readonly values: Values;
  readonly onChange: (values: Values) => void;
  /** What the daemon said of single fields, by their path within the values. */
  readonly refusals?: Readonly<Record<string, string>>;
  readonly disabled?: boolean;
  /** Paths that something stronger sets, such as the environment. */
  readonly locked?: ReadonlySet<string>;
  /** Members that few need: behind a fold. */
  readonly rare?: ReadonlySet<string>;
}

const NONE = {};

/** Fields for whatever a JSON Schema describes. Slips are told at the field while typing. */
export function SchemaForm({ schema, values, onChange, refusals = NONE, disabled = false, locked, rare }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const faults = useMemo(() => check(schema, values), [schema, values]);
  const form: Form = { id, root: schema, faults, refusals, disabled, locked };
  const [refused] = Object.keys(refusals);
  useEffect(() => {
    if (refused !== undefined) document.getElementById(idOf({ id }, refused))?.focus();
  }, [id, refused]);
  const shape = shapeOf(resolve(schema, schema), schema);
  if (shape.kind !== 'object') return null;
  const names = Object.keys(shape.properties);
  const [common, folded] = [names.filter((name) => !rare?.has(name)), names.filter((name) => rare?.has(name))];
  const isTouched = folded.some((name) =>
    Object.keys(faults)
      .concat(Object.keys(refusals))
      .some((path) => path.split('.')[0] === name),
  );
  const members = (only: readonly string[]) => (
    <Members form={form} shape={shape} only={only} path="" value={isValues(values) ? values : {}} onChange={onChange} />
  );
  return (
    <div className="schema-form">
      {members(common)}
      {folded.length > 0 && (
        <details className="fold" open={isTouched || undefined}>
          <summary>{t('form.more', { count: folded.length })}</summary>
          {members(folded)}
        </details>
      )}
    </div>
  );
}

/** Whether the values can be sent. */
export const isSound = (schema: Schema, values: Values): boolean => Object.keys(check(schema, values)).length === 0;
