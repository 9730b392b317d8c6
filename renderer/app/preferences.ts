import { create } from 'zustand';
import type { Zone } from '../lib/format.ts';

export type Theme = 'system' | 'light' | 'dark';
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What this window remembers for its reader; the desk's own settings live in the daemon. */
export interface Preferences {
  readonly theme: Theme;
  readonly language: Language;
  readonly zone: Zone;
  /** Number of the newest problem seen, by store. */
  readonly seen: Readonly<Record<string, number>>;
}

const KEY = 'nightdesk.preferences';

const defaults = (): Preferences => ({
  theme: 'system',
  language: LANGUAGES.find((language) => navigator.language.startsWith(language)) ?? 'en',
  zone: 'local',
  seen: {},
});

function load(): Preferences {
  try {
    return { ...defaults(), ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) };
  } catch {
    return defaults();
  }
}

export const usePreferences = create<Preferences>(load);

/** Changes preferences and keeps them, where the browser allows it. */
export function prefer(change: Partial<Preferences>): void {
  usePreferences.setState(change);
  try {
    localStorage.setItem(KEY, JSON.stringify(usePreferences.getState()));
  } catch {
    // A browser that keeps nothing still shows the change for as long as the page lives.
  }
}

const NEXT_THEME: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
export const nextTheme = (theme: Theme): Theme => NEXT_THEME[theme];

/** Keeps the document in the chosen theme. */
export function followTheme(): void {
  const apply = ({ theme }: Preferences) => {
    document.documentElement.dataset.theme = theme;
  };
  apply(usePreferences.getState());
  usePreferences.subscribe(apply);
}
