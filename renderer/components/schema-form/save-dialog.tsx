import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { SaveForm } from './save-form.tsx';
import type { Saving } from './use-saving.ts';

interface Props {
  readonly title: string;
  readonly sound: boolean;
  readonly saving: Saving;
  readonly onSave: () => Promise<void>;
  readonly onClose: () => void;
  /** Null while it is not known yet what is asked for. */
  readonly children: ReactNode;
}

/** A form in a dialog, for something that is made or changed whole. */
export function SaveDialog({ title, sound, saving, onSave, onClose, children }: Props) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog wide">
          <Dialog.Title className="dialog-title">{title}</Dialog.Title>
          {children !== null && (
            <SaveForm label={title} dirty sound={sound} saving={saving} onSave={onSave} onDiscard={onClose}>
              {children}
            </SaveForm>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
