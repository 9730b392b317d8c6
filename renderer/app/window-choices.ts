import type { Language, Theme } from './preferences.ts';

export const THEMES = ['system', 'light', 'dark'] as const satisfies readonly Theme[];

/** Each language by its own name, so that it is found by who cannot read the present one. */
export const LANGUAGE_NAMES = { en: 'English', de: 'Deutsch' } as const satisfies Record<Language, string>;

/** Zones by their IANA names, UTC first. */
export const timeZones = (): readonly string[] => [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
