import { useTranslation } from 'react-i18next';
import { selectState, useDesk } from '../desk.ts';
import { useFreshness } from '../use-freshness.ts';

/** Reads out what a screen shows by colour and place: the state of the bot, and whether the data can be trusted. */
export function Announcer() {
  const { t } = useTranslation();
  const state = useDesk(selectState);
  const { kind } = useFreshness();
  return (
    <div className="hidden" role="status" aria-live="polite">
      {state !== null && <p>{t('announce.state', { state: t(`state.${state}`) })}</p>}
      <p>{t(`age.${kind}`)}</p>
    </div>
  );
}
