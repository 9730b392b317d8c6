import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly children: ReactNode;
}

/** Keeps a fault in one panel from taking the page with it. */
export class ErrorBoundary extends Component<Props, { readonly error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === null ? this.props.children : <Fault error={error} onRetry={() => this.setState({ error: null })} />;
  }
}

function Fault({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="empty" role="alert">
      <p className="empty-title">{t('fault.title')}</p>
      <p>{error.message}</p>
      <button type="button" className="button" onClick={onRetry}>
        {t('fault.retry')}
      </button>
    </div>
  );
}
