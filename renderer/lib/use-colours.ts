import { useEffect, useMemo, useState } from 'react';
import { usePreferences } from '../app/preferences.ts';

/** Colours of the theme in force, as the browser resolves them, for what draws by script. Follows changes of the theme. */
export function useColours<const N extends string>(names: readonly N[]): Record<N, string> {
  const theme = usePreferences((state) => state.theme);
  const [system, setSystem] = useState(0);
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const changed = () => setSystem((count) => count + 1);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, []);
  const key = names.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `theme` and `system` change what the browser resolves
  return useMemo(() => {
    const probes = document.createElement('div');
    probes.hidden = true;
    const all = key.split(' ').map((name) => {
      const probe = probes.appendChild(document.createElement('span'));
      probe.style.color = `var(--${name})`;
      return [name, getComputedStyle(probe)] as const;
    });
    document.body.append(probes);
    const colours = Object.fromEntries(all.map(([name, style]) => [name, style.color]));
    probes.remove();
    return colours as Record<N, string>;
  }, [key, theme, system]);
}
