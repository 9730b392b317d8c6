import { useState } from 'react';
import { equal, type Values } from '../../lib/schema.ts';
import { type Saving, useSaving } from './use-saving.ts';

export interface Edit {
  readonly values: Values;
  readonly dirty: boolean;
  readonly saving: Saving;
  readonly change: (values: Values) => void;
  readonly discard: () => void;
  /** To be called once the values have been saved. What was typed meanwhile is still to be saved. */
  readonly settle: () => void;
}

interface Draft {
  readonly values: Values;
  /** What these were saved over; undefined for as long as they are not saved. */
  readonly over?: Values;
}

/**
 * Values being edited; until they are touched they follow what is saved. Once saved they are shown until the daemon tells what
 * it has now: the next edit begins with them, and does not take them back.
 *
 * @param prefixes as for `useSaving`
 */
export function useEdit(saved: Values, ...prefixes: readonly string[]): Edit {
  const [draft, setDraft] = useState<Draft | null>(null);
  const saving = useSaving(...prefixes);
  const put = (next: Draft | null) => {
    setDraft(next);
    // What was said against the values before is not said of these.
    saving.forget();
  };
  const told = draft?.over !== undefined && !equal(draft.over, saved);
  if (told) setDraft(null);
  return {
    values: draft === null || told ? saved : draft.values,
    dirty: draft !== null && draft.over === undefined && !equal(draft.values, saved),
    saving,
    change: (values) => put({ values }),
    discard: () => put(null),
    settle: () => setDraft((now) => (now !== null && now === draft ? { ...now, over: saved } : now)),
  };
}
