import { Keyboard, Languages, Moon, Sun, SunMoon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { placeHash } from '../../lib/place.ts';
import { useDesk } from '../desk.ts';
import { LANGUAGES, nextTheme, prefer, usePreferences } from '../preferences.ts';
import { type PageId, ROUTES } from '../routes.ts';
import { openSheet } from './sheet.ts';

const THEME_ICONS = { system: SunMoon, light: Sun, dark: Moon };

/** The pages, and what is about this window rather than the desk. */
export function Rail({ page }: { readonly page: PageId }) {
  const { t } = useTranslation();
  const account = useDesk((state) => state.account);
  const theme = usePreferences((state) => state.theme);
  const language = usePreferences((state) => state.language);
  const ThemeIcon = THEME_ICONS[theme];
  const otherLanguage = LANGUAGES.find((one) => one !== language) ?? language;
  const themeText = t('rail.theme', { theme: t(`theme.${theme}`) });
  return (
    <nav className="rail" aria-label={t('rail.label')}>
      {ROUTES.map(({ id, icon: Icon }) => (
        <a key={id} href={placeHash({ page: id, account })} className="rail-item" aria-current={id === page ? 'page' : undefined} title={t(`page.${id}`)}>
          <Icon aria-hidden size={19} />
          <span className="hidden">{t(`page.${id}`)}</span>
        </a>
      ))}
      <span className="rail-gap" />
      <button
        type="button"
        className="rail-item"
        data-shortcut="theme"
        title={themeText}
        aria-label={themeText}
        onClick={() => prefer({ theme: nextTheme(theme) })}
      >
        <ThemeIcon aria-hidden size={18} />
      </button>
      <button
        type="button"
        className="rail-item"
        title={t('rail.language')}
        aria-label={t('rail.language')}
        onClick={() => prefer({ language: otherLanguage })}
      >
        <Languages aria-hidden size={18} />
      </button>
      <button type="button" className="rail-item" title={t('rail.shortcuts')} aria-label={t('rail.shortcuts')} onClick={openSheet}>
        <Keyboard aria-hidden size={18} />
      </button>
    </nav>
  );
}
