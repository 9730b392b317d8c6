import { useTranslation } from 'react-i18next';
import { selectMayAct, useDesk } from '../../app/desk.ts';
import type { Failure } from '../../lib/failure.ts';

interface Props {
  readonly dirty: boolean;
  /** Whether what was typed can be sent. */
  readonly sound: boolean;
  readonly busy: boolean;
  readonly failure: Failure | null;
  readonly onDiscard: () => void;
  /** The text of the button; "Save" when absent. */
  readonly text?: string;
}

/** The foot of a form: whether there is something to save, what was said against it, and the buttons. */
export function SaveBar({ dirty, sound, busy, failure, onDiscard, text }: Props) {
  const { t } = useTranslation();
  const connected = useDesk(selectMayAct);
  return (
    <div className="save-bar">
      {failure === null ? (
        <p className="quiet">{dirty ? t('form.unsaved') : ''}</p>
      ) : (
        <p className="save-fault" role="alert">
          {failure.message} <span className="remedy">{failure.data.hint}</span>
        </p>
      )}
      <button type="button" className="button" disabled={!dirty || busy} onClick={onDiscard}>
        {t('form.discard')}
      </button>
      <button type="submit" className="button primary" disabled={!dirty || !sound || busy || !connected}>
        {text ?? t('form.save')}
      </button>
    </div>
  );
}
