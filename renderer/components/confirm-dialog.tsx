import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirmation } from '../app/confirmation.ts';
import { selectBook, useDesk } from '../app/desk.ts';

/** Asks before a dangerous call is carried out. The harmless answer has the focus. */
export function ConfirmDialog() {
  const { t, i18n } = useTranslation();
  const question = useConfirmation((state) => state.question);
  const cancel = useRef<HTMLButtonElement>(null);
  const key = question === null ? null : textKey(question.method, question.params);
  const known = key !== null && i18n.exists(`confirm.${key}.title`);
  const subject = { subject: subjectOf(question?.method, question?.params) };
  return (
    <AlertDialog.Root open={question !== null} onOpenChange={(open) => !open && question?.answer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Popup className="dialog" initialFocus={cancel}>
          <AlertDialog.Title className="dialog-title">
            {question?.title ?? (known ? t(`confirm.${key as 'flatten'}.title`, subject) : t('confirm.other.title', { method: question?.method }))}
          </AlertDialog.Title>
          <AlertDialog.Description>{known ? t(`confirm.${key as 'flatten'}.text`, subject) : question?.danger}</AlertDialog.Description>
          <div className="dialog-actions">
            <AlertDialog.Close ref={cancel} className="button">
              {t('action.cancel')}
            </AlertDialog.Close>
            <button type="button" className="button danger" onClick={() => question?.answer(true)}>
              {question?.yes ?? (known ? t(`confirm.${key as 'flatten'}.yes`) : t('confirm.other.yes'))}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** Own texts for what this console offers; anything else is put in the daemon's words. */
const textKey = (method: string, params: unknown): string | null => {
  if (method === 'bot.panic' && isRecord(params) && params.flatten === true) return 'flatten';
  return (
    {
      'bot.rearm': 'rearm',
      'positions.close': 'close',
      'positions.closeAll': 'closeAll',
      'trades.delete': 'delete',
      'plugins.enable': 'runCode',
      'plugins.reload': 'runCode',
    }[method] ?? null
  );
};

/** What it is done to, as people name it: a position by its amount and pair, a trade by its id, a book by its account, the rest by name. */
function subjectOf(method: string | undefined, params: unknown): string {
  if (!isRecord(params)) return '';
  if (method === 'trades.delete') return String(params.id);
  const position = selectBook(useDesk.getState()).positions.find((one) => one.tradeId === params.id);
  return position === undefined ? String(params.account ?? params.name ?? '') : `${position.amount} ${position.pair}`;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
