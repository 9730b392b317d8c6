import type { Schema } from '../../lib/schema.ts';
import type { Faults } from '../../lib/schema-check.ts';

/** What all fields of a form share. */
export interface Form {
  /** Begins every id. */
  readonly id: string;
  /** Where references lead to. */
  readonly root: Schema;
  readonly faults: Faults;
  /** What the daemon said, by path. */
  readonly refusals: Readonly<Record<string, string>>;
  readonly disabled: boolean;
  /** Paths that cannot be changed here, since something stronger sets them; absent where nothing does. */
  readonly locked?: ReadonlySet<string>;
}

export interface FieldProps {
  readonly form: Form;
  readonly schema: Schema;
  /** Undefined: not set, so that the default holds. */
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  /** Such as `targets.backup.url`; empty for the form itself. */
  readonly path: string;
  readonly title: string;
  readonly required: boolean;
}

export const below = (path: string, name: string | number): string => (path === '' ? String(name) : `${path}.${name}`);

/** Whether a fault or a refusal concerns a place or something within it. */
export const concerns = (form: Form, path: string): boolean =>
  [...Object.keys(form.faults), ...Object.keys(form.refusals)].some((at) => at === path || at.startsWith(`${path}.`));
