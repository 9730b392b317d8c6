import { RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { selectMayAct, useDesk } from '../app/desk.ts';
import { useRestart } from '../app/use-restart.ts';

/** Starts the daemon anew, so that what takes effect at its next start does; says what becomes of it. */
export function RestartButton() {
  const { t } = useTranslation();
  const connected = useDesk(selectMayAct);
  const { restart, begin } = useRestart();
  return (
    <span className="restart">
      <button type="button" className="button" disabled={!connected || restart.phase === 'under-way'} onClick={() => void begin()}>
        <RotateCw aria-hidden size={14} /> {t('restart.button')}
      </button>
      <span role="status">
        {restart.phase === 'refused' && (
          <span className="loss">
            {restart.failure.message} <span className="remedy">{restart.failure.data.hint}</span>
          </span>
        )}
        {restart.phase !== 'refused' && restart.phase !== 'none' && t(`restart.${restart.phase}`)}
      </span>
    </span>
  );
}
