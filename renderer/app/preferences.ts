import { create } from 'zustand';
import type { Zone } from '../lib/format.ts';
import type { Problem } from '../lib/problem.ts';
import type { Alarm } from './alarm.ts';

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
  /** When the console was last looked at, by store. */
  readonly looks: Readonly<Record<string, Look>>;
  /** How far the first-run guide was gone, by store. */
  readonly guide: Readonly<Record<string, GuideMark>>;
  /** How this window tells of problems, by their level. */
  readonly alarms: Readonly<Record<Problem['level'], Alarm>>;
}

/** The steps of the first-run guide, in order. */
export const GUIDE_STEPS = ['market', 'strategy', 'channel', 'ready'] as const;
export type GuideStep = (typeof GUIDE_STEPS)[number];
/** The step to go on with; `over` when it was finished or skipped, or is not needed. */
export type GuideMark = GuideStep | 'over';

export interface Look {
  /** Number of the newest event then. */
  readonly seq: number;
  /** This machine's clock, UTC milliseconds. */
  readonly at: number;
}

const KEY = 'nightdesk.preferences';

const defaults = (): Preferences => ({
  theme: 'system',
  language: LANGUAGES.find((language) => navigator.language.startsWith(language)) ?? 'en',
  zone: 'local',
  seen: {},
  looks: {},
  guide: {},
  alarms: { warning: 'off', error: 'off' },
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
