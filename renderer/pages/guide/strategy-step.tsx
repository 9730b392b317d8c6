import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/context.tsx';
import { selectMayAct, useDesk } from '../../app/desk.ts';
import { type Strategy, switchStrategy } from '../../app/strategy-change.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { Described } from '../../components/described.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { Switch } from '../../components/switch.tsx';
import { placeHash } from '../../lib/place.ts';
import { DESK } from '../../lib/world.ts';

/** Which strategies trade. Their parameters are for later. */
export function StrategyStep() {
  const { t } = useTranslation();
  const session = useSession();
  const connected = useDesk(selectMayAct);
  const { outcome, value, reload } = useAnswer('strategies.list', {}, ['strategy.state', 'config.changed']);
  if (value === null) return outcome?.ok === false ? <Refusal failure={outcome.failure} onRetry={reload} /> : null;
  const toggle = async (strategy: Strategy, on: boolean) => {
    const done = await switchStrategy(session, strategy, on);
    reload();
    return done;
  };
  return (
    <>
      <ul className="guide-list">
        {value.items.map((strategy) => (
          <li key={strategy.id}>
            <span>
              <strong>{strategy.title}</strong>
              <span className="quiet">
                <Described text={strategy.description} />
              </span>
            </span>
            <a href={placeHash({ page: 'strategies', account: DESK, query: { strategy: strategy.id } })}>{t('guide.strategy.params')}</a>
            <Switch
              label={t('strategies.enable', { title: strategy.title })}
              on={strategy.enabled}
              disabled={!connected}
              onChange={(on) => toggle(strategy, on)}
            />
          </li>
        ))}
      </ul>
      <p role="status">{value.items.every(({ enabled }) => !enabled) && t('guide.strategy.none')}</p>
    </>
  );
}
