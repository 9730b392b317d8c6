import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/use-formats.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import type { Outcome } from '../../lib/failure.ts';
import { placeHash } from '../../lib/place.ts';
import { DESK } from '../../lib/world.ts';

/** What a call came to. */
export interface Told {
  readonly outcome: Outcome<unknown>;
  /** From this page to the daemon and back, an answer to a question in between included. */
  readonly elapsedMs: number;
}

/** The answer as it came, with the time it took. */
export function Reply({ told, busy }: { readonly told: Told | null; readonly busy: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (told === null) return <p className="quiet api-reply">{t(busy ? 'api.waiting' : 'api.noReply')}</p>;
  const { outcome, elapsedMs } = told;
  const ref = outcome.ok ? undefined : outcome.failure.data.ref;
  return (
    <div className="api-reply" data-busy={busy} role="status">
      <p className="api-bar">
        <span className="chip" data-mood={outcome.ok ? 'good' : 'bad'}>
          {outcome.ok ? t('outcome.done') : outcome.failure.data.kind}
        </span>
        <span className="num" data-copy={String(elapsedMs)}>
          {formats.count(Number(elapsedMs.toPrecision(3)))} <span className="unit">ms</span>
        </span>
        {ref !== undefined && <a href={placeHash({ page: 'logs', account: DESK, query: { ref } })}>{t('api.toLog', { ref })}</a>}
      </p>
      {!outcome.ok && (
        <p className="save-fault">
          {outcome.failure.message} <span className="remedy">{outcome.failure.data.hint}</span>
        </p>
      )}
      <CodeBlock title={t('api.reply')} text={JSON.stringify(outcome.ok ? outcome.value : outcome.failure.data, null, 2) ?? 'null'} />
    </div>
  );
}
