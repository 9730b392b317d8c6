import { LockKeyhole } from 'lucide-react';
import { useTranslation } from 'react-i18next';

const COMMAND = 'npx nightdesk up';

/** Shown when the one-time link was used up or the browser's session has ended. */
export function Refused() {
  const { t } = useTranslation();
  return (
    <main className="refused">
      <LockKeyhole aria-hidden size={34} />
      <h1>{t('refused.title')}</h1>
      <p>{t('refused.text')}</p>
      <p>{t('refused.how')}</p>
      <button type="button" className="command" data-copy={COMMAND} title={t('refused.copy')}>
        {COMMAND}
      </button>
      <p className="quiet">{t('refused.trading')}</p>
    </main>
  );
}
