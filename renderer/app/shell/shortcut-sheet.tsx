import { Dialog } from '@base-ui/react/dialog';
import { useTranslation } from 'react-i18next';
import { ACTIONS, keysOf } from '../actions.ts';
import { useSheet } from './sheet.ts';

/** All keys at a glance. */
export function ShortcutSheet() {
  const { t } = useTranslation();
  const open = useSheet((state) => state.open);
  const rows = [
    { keys: [t('palette.control'), 'K'], text: t('palette.title') },
    ...ACTIONS.map(({ key, name }) => ({ keys: keysOf(key), text: t(`shortcut.${name}`) })),
    { keys: ['←', '↑', '↓', '→'], text: t('shortcut.cells') },
    { keys: ['↵'], text: t('shortcut.copy') },
  ];
  return (
    <Dialog.Root open={open} onOpenChange={(next) => useSheet.setState({ open: next })}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          <Dialog.Title className="dialog-title">{t('rail.shortcuts')}</Dialog.Title>
          <dl className="keys">
            {rows.map(({ keys, text }) => (
              <div key={text}>
                <dt>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
          <div className="dialog-actions">
            <Dialog.Close className="button">{t('action.close')}</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
