import { useSyncExternalStore } from 'react';
import { type Place, parsePlace, placeHash } from '../lib/place.ts';
import { type PageId, ROUTES } from './routes.ts';

const [first, ...rest] = ROUTES;
const PAGES = [first.id, ...rest.map(({ id }) => id)] as const;

const read = (hash: string): Place<PageId> => parsePlace<PageId>(hash, PAGES);

const subscribe = (listener: () => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

/** Where the reader is, by the address. */
export const usePlace = (): Place<PageId> => read(useSyncExternalStore(subscribe, () => location.hash));

export const currentPlace = (): Place<PageId> => read(location.hash);

/** Goes where an address such as `overview?account=replay-1` leads. */
export const goTo = (address: string): void => go(read(address));

export const go = (change: Partial<Place<PageId>>): void => {
  location.hash = placeHash({ ...currentPlace(), ...change });
};
