import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/context.tsx';
import { selectMayAct, useDesk } from '../../app/desk.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { Refusal } from '../../components/refusal.tsx';
import { RestartButton } from '../../components/restart-button.tsx';
import type { Failure } from '../../lib/failure.ts';
import { isValues } from '../../lib/schema.ts';

const SOURCES = ['sim', 'live'] as const;
type Source = (typeof SOURCES)[number];

/** Where prices come from; orders go to the paper book either way. */
export function MarketStep() {
  const { t } = useTranslation();
  const session = useSession();
  const connected = useDesk(selectMayAct);
  const inForce = useDesk((state) => state.world.books.paper?.status?.data.source ?? null);
  const { outcome, value, reload } = useAnswer('config.get', {}, ['config.changed']);
  const [failure, setFailure] = useState<Failure | null>(null);
  if (value === null) return outcome?.ok === false ? <Refusal failure={outcome.failure} onRetry={reload} /> : null;
  const market = isValues(value.value) && isValues(value.value.market) ? value.value.market : {};
  const choose = async (source: Source) => {
    const done = await session.attempt('config.set', { path: 'market.source', value: source });
    setFailure(done.ok ? null : done.failure);
    reload();
  };
  return (
    <>
      <fieldset className="guide-choices" disabled={!connected}>
        <legend className="hidden">{t('guide.market.title')}</legend>
        {SOURCES.map((source) => (
          <label key={source} className="guide-choice">
            <input type="radio" name="source" value={source} checked={market.source === source} onChange={() => void choose(source)} />
            <span>
              <strong>{t(`guide.market.${source}`)}</strong>
              <span className="quiet">{t(`guide.market.${source}Text`, { exchange: String(market.exchange) })}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {failure !== null && (
        <p className="loss" role="alert">
          {failure.message} <span className="remedy">{failure.data.hint}</span>
        </p>
      )}
      {inForce !== null && inForce !== market.source && (
        <>
          <p role="status">{t('guide.market.restart')}</p>
          <RestartButton />
        </>
      )}
      <p className="quiet">{t('guide.market.later')}</p>
    </>
  );
}
