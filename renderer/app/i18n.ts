import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './locales/en.json';
import { type Language, usePreferences } from './preferences.ts';
import { speak, type Teller } from './told.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

const LOADERS: Record<Exclude<Language, 'en'>, () => Promise<{ default: object }>> = { de: () => import('./locales/de.json') };

/** What puts the daemon's codes into words; no part of the first script, since the daemon says the same in English. */
const TELLERS: Record<Language, () => Promise<{ readonly tell: Teller }>> = {
  en: () => import('./tellers/en.ts'),
  de: () => import('./tellers/de.ts'),
};

async function choose(language: Language): Promise<void> {
  const teller = TELLERS[language]().then(({ tell }) => usePreferences.getState().language === language && speak(tell));
  if (language !== 'en') {
    const [pages] = await Promise.all([LOADERS[language](), teller]);
    i18next.addResourceBundle(language, 'translation', pages.default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Loads the chosen language and follows later choices. English is built in, other languages come on demand. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  await choose(usePreferences.getState().language);
  usePreferences.subscribe((now, before) => {
    if (now.language !== before.language) void choose(now.language);
  });
}
