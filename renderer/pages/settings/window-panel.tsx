import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { alarmsHere, chooseAlarm, raise } from '../../app/alarm.ts';
import { useNow } from '../../app/clock.ts';
import { LANGUAGES, prefer, usePreferences } from '../../app/preferences.ts';
import { LANGUAGE_NAMES, THEMES, timeZones } from '../../app/window-choices.ts';
import { Segments, Select } from '../../components/choice.tsx';
import { Sum } from '../../components/drawer.tsx';
import { Panel } from '../../components/panel.tsx';
import { Stamp } from '../../components/time.tsx';
import { LOCAL } from '../../lib/format.ts';
import { placeHash } from '../../lib/place.ts';
import type { Problem } from '../../lib/problem.ts';
import { DESK } from '../../lib/world.ts';

/** How this window tells of the problems of a level; tried out at once. */
function AlarmChoice({ level }: { readonly level: Problem['level'] }) {
  const { t } = useTranslation();
  const alarm = usePreferences(({ alarms }) => alarms[level]);
  return (
    <Sum label={t(`alarm.${level}`)}>
      <span className="settings-line">
        <Segments
          label={t(`alarm.${level}`)}
          value={alarm}
          options={alarmsHere().map((one) => ({ value: one, text: t(`alarm.${one}`) }))}
          onChange={(next) => void chooseAlarm(level, next)}
        />
        <button
          type="button"
          className="button small"
          disabled={alarm === 'off'}
          aria-label={t('alarm.tryLabel', { level: t(`alarm.${level}`) })}
          onClick={() => raise(alarm, t(`alarm.${level}`), t('alarm.tryText'), 'nightdesk try')}
        >
          {t('alarm.try')}
        </button>
      </span>
    </Sum>
  );
}

/** What concerns this window only: kept in this browser, the daemon knows nothing of it. */
export function WindowPanel() {
  const { t } = useTranslation();
  const { theme, language, zone } = usePreferences();
  const now = useNow();
  const zones = useMemo(timeZones, []);
  return (
    <Panel name="section" title={t('settings.window')} note={t('settings.windowNote')}>
      <dl className="sums settings-body settings-choices">
        <Sum label={t('settings.theme')}>
          <Segments
            label={t('settings.theme')}
            value={theme}
            options={THEMES.map((one) => ({ value: one, text: t(`theme.${one}`) }))}
            onChange={(next) => prefer({ theme: next })}
          />
        </Sum>
        <Sum label={t('settings.language')}>
          <Segments
            label={t('settings.language')}
            value={language}
            options={LANGUAGES.map((one) => ({ value: one, text: LANGUAGE_NAMES[one] }))}
            onChange={(next) => prefer({ language: next })}
          />
        </Sum>
        <Sum label={t('settings.zone')}>
          <Select
            label={t('settings.zone')}
            value={zone}
            options={[
              { value: LOCAL, text: t('settings.local', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone }) },
              ...zones.map((one) => ({ value: one, text: one })),
            ]}
            onChange={(next) => prefer({ zone: next })}
          />
        </Sum>
        <Sum label={t('settings.now')}>
          <Stamp ts={now} />
        </Sum>
        {(['warning', 'error'] as const).map((level) => (
          <AlarmChoice key={level} level={level} />
        ))}
        <Sum label={t('guide.title')}>
          <a href={placeHash({ page: 'guide', account: DESK })}>{t('guide.open')}</a>
        </Sum>
      </dl>
    </Panel>
  );
}
