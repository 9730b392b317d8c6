import { useEffect, useState } from 'react';

/**
 * A part of the program that comes on demand; null until it is there. Unlike `React.lazy` it forgives a load that failed
 * because the daemon was away: it tries again with each new `attempt`.
 *
 * @param load the same function on every call
 */
export function useModule<T>(load: () => Promise<T>, attempt: number): T | null {
  const [loaded, setLoaded] = useState<{ readonly module: T } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new `attempt` is what makes it try again
  useEffect(() => {
    let current = true;
    load().then(
      (module) => {
        if (current) setLoaded((before) => before ?? { module });
      },
      () => {},
    );
    return () => {
      current = false;
    };
  }, [load, attempt]);
  return loaded?.module ?? null;
}
