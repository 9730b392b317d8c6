import { Copy } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { copy } from '../app/copying.ts';

interface Props {
  readonly title: string;
  readonly text: string;
}

/** Text for programs, under its name, to be copied whole. */
export function CodeBlock({ title, text }: Props) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <section className="code-part" aria-labelledby={id}>
      <div className="code-head">
        <h3 id={id}>{title}</h3>
        <button
          type="button"
          className="button icon-button"
          aria-label={t('code.copy', { title })}
          title={t('code.copy', { title })}
          onClick={() => copy(text, title)}
        >
          <Copy aria-hidden size={13} />
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable by keyboard */}
      <pre className="code-block" tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}
