import type { Language } from '../../texts/catalogue.ts';
import { de } from './de.ts';
import { en, type TelegramTexts } from './en.ts';

export type { TelegramTexts } from './en.ts';

const TEXTS: Readonly<Record<Language, TelegramTexts>> = { en, de };

export const textsOf = (language: Language): TelegramTexts => TEXTS[language];
