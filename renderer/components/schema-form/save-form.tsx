import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { selectMayAct, useDesk } from '../../app/desk.ts';
import type { Failure } from '../../lib/failure.ts';
import type { Saving } from './use-saving.ts';

interface Props {
  /** Accessible name. */
  readonly label: string;
  readonly dirty: boolean;
  /** Whether what was typed can be sent. */
  readonly sound: boolean;
  readonly saving: Pick<Saving, 'busy' | 'failure'>;
  readonly onSave: () => Promise<void>;
  readonly onDiscard: () => void;
  /** The text of the button; "Save" when absent. */
  readonly text?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A form with its foot: whether there is something to save, what was said against it, and the buttons. */
export function SaveForm({ label, dirty, sound, saving: { busy, failure }, onSave, onDiscard, text, className, children }: Props) {
  const { t } = useTranslation();
  const connected = useDesk(selectMayAct);
  return (
    <form
      aria-label={label}
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        void onSave();
      }}
    >
      {children}
      <div className="save-bar">
        {failure === null ? <p className="quiet">{dirty ? t('form.unsaved') : ''}</p> : <Fault failure={failure} />}
        <button type="button" className="button" disabled={!dirty || busy} onClick={onDiscard}>
          {t('form.discard')}
        </button>
        <button type="submit" className="button primary" disabled={!dirty || !sound || busy || !connected}>
          {text ?? t('form.save')}
        </button>
      </div>
    </form>
  );
}

function Fault({ failure }: { readonly failure: Failure }) {
  return (
    <p className="save-fault" role="alert">
      {failure.message} <span className="remedy">{failure.data.hint}</span>
    </p>
  );
}
