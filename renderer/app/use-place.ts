import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import { type Place, parsePlace, placeHash, type Query } from '../lib/place.ts';
import { PAGE_IDS, type PageId } from './page-ids.ts';

const read = (hash: string): Place<PageId> => parsePlace<PageId>(hash, PAGE_IDS);

const subscribe = (listener: () => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

/** The place that the page shown belongs to, for as long as it is shown. */
export const ShownPlace = createContext<Place<PageId> | null>(null);

/** Where the reader is. A page that is being left, while the next is made ready, still has its own place. */
export const usePlace = (): Place<PageId> => useContext(ShownPlace) ?? currentPlace();

/** Where the reader is, by the address. */
export function useAddress(): Place<PageId> {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return useMemo(() => read(hash), [hash]);
}

export const currentPlace = (): Place<PageId> => read(location.hash);

/** Goes where an address such as `overview?account=replay-1` leads. */
export const goTo = (address: string): void => go(read(address));

/** Another page begins without the query of the one left. */
export function go(change: Partial<Place<PageId>>): void {
  const { page, account, query } = currentPlace();
  const kept = change.page === undefined || change.page === page ? query : {};
  location.hash = placeHash({ page, account, query: kept, ...change });
}

/** Changes part of what the page keeps in the address. An entry of the browser's history is made only where `step` says so. */
export function refine(change: Query, step = false): void {
  const place = currentPlace();
  const hash = placeHash({ ...place, query: { ...place.query, ...change } });
  if (hash === location.hash) return;
  if (step) location.hash = hash;
  else {
    history.replaceState(null, '', hash);
    dispatchEvent(new HashChangeEvent('hashchange'));
  }
}
