import { useTranslation } from 'react-i18next';
import { ask } from '../../app/confirmation.ts';
import { useSession } from '../../app/context.tsx';
import { selectConnected, useDesk } from '../../app/desk.ts';
import { complain } from '../../app/notice.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { Switch } from '../../components/switch.tsx';
import { placeHash } from '../../lib/place.ts';

const MOODS = { running: 'good', stopped: undefined, failing: 'bad' } as const;

/** Whether signals can come in at all, and where. */
export function WayIn() {
  const { t } = useTranslation();
  const session = useSession();
  const connected = useDesk(selectConnected);
  const account = useDesk((state) => state.account);
  const { value, reload } = useAnswer('gateways.list', {}, ['gateway.state', 'config.changed']);
  const gateway = value?.items.find(({ id }) => id === 'tradingview');
  if (gateway === undefined) return null;
  const { id, state, address, reason } = gateway;
  const turn = async (on: boolean) => {
    const method = on ? 'gateways.start' : 'gateways.stop';
    if (!on && !(await ask({ method, params: { id }, danger: t('signals.closeText'), title: t('signals.closeTitle'), yes: t('signals.close') }))) return false;
    const outcome = await session.attempt(method, { id });
    if (!outcome.ok) complain(outcome.failure.message, outcome.failure.data.hint);
    reload();
    return outcome.ok;
  };
  return (
    <div className="way-in">
      <p>
        {t('signals.wayIn')}{' '}
        <span className="chip" data-mood={MOODS[state]}>
          {t(`signals.way.${state}`)}
        </span>
      </p>
      <Switch label={t('signals.open')} on={state !== 'stopped'} disabled={!connected} onChange={turn} />
      <p className="quiet">
        {address ?? t('signals.wayClosed')} ·{' '}
        <a href={placeHash({ page: 'settings', account, query: { section: 'tradingview' } })}>{t('signals.waySettings')}</a>
      </p>
      {reason !== null && <p className="choice-fault">{reason}</p>}
    </div>
  );
}
