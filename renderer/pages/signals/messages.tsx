import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../components/code-block.tsx';
import type { Hook } from './hooks.ts';

/** What to paste into the alert box of TradingView: the address, and the message for each kind of alert. */
export function Messages({ url, messages }: Pick<Hook, 'url' | 'messages'>) {
  const { t } = useTranslation();
  return (
    <div className="signal-messages">
      {url === null ? <p className="quiet">{t('signals.noUrl')}</p> : <CodeBlock title={t('signals.url')} text={url} />}
      {messages.map((message) => (
        <CodeBlock key={message.for} title={t(`signals.message.${message.for}`)} text={message.text} />
      ))}
    </div>
  );
}

interface OnceProps {
  readonly made: Pick<Hook, 'url' | 'messages'>;
  readonly onSeen: () => void;
}

/** The messages with the secret in them, which is shown this once. */
export function MessagesOnce({ made, onSeen }: OnceProps) {
  const { t } = useTranslation();
  return (
    <div role="status" className="signal-once">
      <p>
        <strong>{t('signals.once')}</strong>
      </p>
      <Messages {...made} />
      <button type="button" className="button small" onClick={onSeen}>
        {t('signals.seen')}
      </button>
    </div>
  );
}
