import { useTranslation } from 'react-i18next';
import type { Failure } from '../lib/failure.ts';

/** In the place of what could not be had: why, what to do, and once more. */
export function Refusal({ failure, onRetry }: { readonly failure: Failure; readonly onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="empty" role="alert">
      <p className="empty-title">{failure.message}</p>
      {failure.data.hint !== undefined && <p>{failure.data.hint}</p>}
      <button type="button" className="button" onClick={onRetry}>
        {t('fault.retry')}
      </button>
    </div>
  );
}
