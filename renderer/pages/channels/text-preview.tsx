import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Params } from '../../../daemon/protocol/index.ts';
import { useAnswer } from '../../app/use-answer.ts';

/** Lets somebody finish the word. */
const PAUSE_MS = 200;

interface Props {
  readonly id: string;
  readonly asked: Params<'channels.preview'>;
  /** What was said against it when it was saved. */
  readonly refusal: string | undefined;
}

/** What a text makes of an example, or what is wrong with it. */
export function TextPreview({ id, asked, refusal }: Props) {
  const { t } = useTranslation();
  const [settled, setSettled] = useState(asked);
  const key = JSON.stringify(asked);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(key)), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [key]);
  const { outcome } = useAnswer('channels.preview', settled);
  const wrong = refusal ?? (outcome?.ok === false ? outcome.failure.message.replace(/^template: /, '') : undefined);
  return (
    <div id={id} className="text-preview">
      {wrong === undefined ? (
        <>
          <span className="field-note">{t('channels.preview')}</span>
          <p>{outcome?.ok ? outcome.value.text : ''}</p>
        </>
      ) : (
        <p className="field-note" data-mood="bad" role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}
