import { useEffect, useState } from 'react';

type Load<T> = () => Promise<T>;

/** What has come already, so that it is there with the first drawing of whoever needs it next. */
const arrived = new WeakMap<Load<unknown>, unknown>();

/** Fetches a part of the program ahead of its use; never fails. */
export async function prepareModule<T>(load: Load<T>): Promise<void> {
  await load().then(
    (module) => arrived.set(load, module),
    () => {},
  );
}

/**
 * A part of the program that comes on demand; null until it is there. Unlike `React.lazy` it forgives a load that failed
 * because the daemon was away: it tries again with each new `attempt`.
 *
 * @param load the same function on every call
 */
export function useModule<T>(load: Load<T>, attempt: number): T | null {
  const known = (arrived.get(load) as T | undefined) ?? null;
  const [, setArrivals] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new `attempt` is what makes it try again
  useEffect(() => {
    if (arrived.has(load)) return;
    let current = true;
    void prepareModule(load).then(() => {
      if (current) setArrivals((count) => count + 1);
    });
    return () => {
      current = false;
    };
  }, [load, attempt]);
  return known;
}
