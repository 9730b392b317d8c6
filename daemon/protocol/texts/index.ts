import { de } from './de.ts';
import { type CodeTexts, en } from './en.ts';

/** What each code says, in the languages of the daemon's channels and of the console. */
export const CODE_TEXTS = { en, de } as const satisfies Record<string, CodeTexts>;
