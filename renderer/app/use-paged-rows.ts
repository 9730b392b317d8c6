import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { type Outline, type Page, PagedRows, type PagedState } from '../lib/paged-rows.ts';
import { useDesk } from './desk.ts';

export interface Paged<T> {
  readonly rows: PagedRows<T>;
  readonly state: PagedState;
}

/**
 * A list of the daemon, paged by key; asked for anew after each new connection.
 *
 * @param fetch must stay the same for as long as the same list is meant
 * @param outline the same; see `PagedRows`
 */
export function usePagedRows<T extends { readonly id: string | number }>(
  fetch: (cursor: string | undefined) => Promise<Page<T>>,
  outline?: (first: Page<T>) => readonly Outline[],
): Paged<T> {
  const generation = useDesk((state) => state.generation);
  const rows = useMemo(() => new PagedRows<T>({ fetch, idOf: (row) => String(row.id), outline }), [fetch, outline]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection (`generation`) makes the question new
  useEffect(() => {
    void rows.refresh();
  }, [rows, generation]);
  const state = useSyncExternalStore(rows.subscribe, () => rows.state);
  return { rows, state };
}
