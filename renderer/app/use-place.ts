import { useSyncExternalStore } from 'react';
import { type Place, parsePlace, placeHash } from './routes.ts';

const subscribe = (listener: () => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

/** Where the reader is, by the address. */
export const usePlace = (): Place => parsePlace(useSyncExternalStore(subscribe, () => location.hash));

export const currentPlace = (): Place => parsePlace(location.hash);

export const go = (change: Partial<Place>): void => {
  location.hash = placeHash({ ...currentPlace(), ...change });
};
