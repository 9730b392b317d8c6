import { useState } from 'react';
import { equal, type Values } from '../../lib/schema.ts';

export interface Draft {
  readonly values: Values;
  readonly dirty: boolean;
  readonly change: (values: Values) => void;
  readonly discard: () => void;
}

/** Values being edited; until they are touched they follow what is saved. */
export function useDraft(saved: Values): Draft {
  const [draft, setDraft] = useState<Values | null>(null);
  return {
    values: draft ?? saved,
    dirty: draft !== null && !equal(draft, saved),
    change: setDraft,
    discard: () => setDraft(null),
  };
}
