import { useState } from 'react';
import { equal, type Values } from '../../lib/schema.ts';
import { type Saving, useSaving } from './use-saving.ts';

export interface Edit {
  readonly values: Values;
  readonly dirty: boolean;
  readonly saving: Saving;
  readonly change: (values: Values) => void;
  readonly discard: () => void;
}

/**
 * Values being edited; until they are touched they follow what is saved.
 *
 * @param prefixes as for `useSaving`
 */
export function useEdit(saved: Values, ...prefixes: readonly string[]): Edit {
  const [draft, setDraft] = useState<Values | null>(null);
  const saving = useSaving(...prefixes);
  const put = (values: Values | null) => {
    setDraft(values);
    // What was said against the values before is not said of these.
    saving.forget();
  };
  return {
    values: draft ?? saved,
    dirty: draft !== null && !equal(draft, saved),
    saving,
    change: put,
    discard: () => put(null),
  };
}
