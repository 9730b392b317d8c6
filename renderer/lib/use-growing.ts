import { startTransition, useEffect, useState } from 'react';

/** As many as are in sight at first in most windows. */
const FIRST = 12;

/** The head of a list with the first drawing, and right after it the whole: a page stands sooner. */
export function useGrowing<T>(items: readonly T[]): readonly T[] {
  const [whole, setWhole] = useState(false);
  useEffect(() => startTransition(() => setWhole(true)), []);
  return whole ? items : items.slice(0, FIRST);
}
