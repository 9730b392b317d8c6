import { Keyboard, Languages, type LucideIcon, Moon, Search, Sun, SunMoon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Hint } from '../../components/hint.tsx';
import { placeHash } from '../../lib/place.ts';
import { useDesk } from '../desk.ts';
import { PAGE_IDS, type PageId } from '../page-ids.ts';
import { LANGUAGES, nextTheme, prefer, usePreferences } from '../preferences.ts';
import { ROUTES } from '../routes.ts';
import { openPalette, openSheet } from './sheet.ts';

const THEME_ICONS = { system: SunMoon, light: Sun, dark: Moon };

/** The pages, and what is about this window rather than the desk. */
export function Rail({ page }: { readonly page: PageId }) {
  const { t } = useTranslation();
  const account = useDesk((state) => state.account);
  const theme = usePreferences((state) => state.theme);
  const language = usePreferences((state) => state.language);
  const otherLanguage = LANGUAGES.find((one) => one !== language) ?? language;
  return (
    <nav className="rail" aria-label={t('rail.label')}>
      {PAGE_IDS.filter((id) => ROUTES[id].aside !== true).map((id) => {
        const { icon: Icon } = ROUTES[id];
        return (
          <Hint key={id} text={t(`page.${id}`)} side="right">
            <a href={placeHash({ page: id, account })} className="rail-item" aria-current={id === page ? 'page' : undefined} aria-label={t(`page.${id}`)}>
              <Icon aria-hidden size={19} />
            </a>
          </Hint>
        );
      })}
      <span className="rail-gap" />
      <Tool icon={Search} text={t('rail.palette')} onClick={openPalette} />
      <Tool
        icon={THEME_ICONS[theme]}
        text={t('rail.theme', { theme: t(`theme.${theme}`) })}
        shortcut="theme"
        onClick={() => prefer({ theme: nextTheme(theme) })}
      />
      <Tool icon={Languages} text={t('rail.language')} onClick={() => prefer({ language: otherLanguage })} />
      <Tool icon={Keyboard} text={t('rail.shortcuts')} shortcut="sheet" onClick={openSheet} />
    </nav>
  );
}

interface ToolProps {
  readonly icon: LucideIcon;
  readonly text: string;
  readonly shortcut?: string;
  readonly onClick: () => void;
}

const Tool = ({ icon: Icon, text, shortcut, onClick }: ToolProps) => (
  <Hint text={text} side="right">
    <button type="button" className="rail-item" data-shortcut={shortcut} aria-label={text} onClick={onClick}>
      <Icon aria-hidden size={18} />
    </button>
  </Hint>
);
