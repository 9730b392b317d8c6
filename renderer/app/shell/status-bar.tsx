import { useTranslation } from 'react-i18next';
import { Moment } from '../../components/time.tsx';
import { LOCAL } from '../../lib/format.ts';
import { placeHash } from '../../lib/place.ts';
import { DESK } from '../../lib/world.ts';
import { selectStatus, useDesk } from '../desk.ts';
import { prefer, usePreferences } from '../preferences.ts';
import { useFormats } from '../use-formats.ts';
import { currentPlace } from '../use-place.ts';
import { Run } from './account-switcher.tsx';

/** Where the data comes from, a replay under way, and whom this window speaks with. */
export function StatusBar() {
  const { t } = useTranslation();
  const data = useDesk((state) => selectStatus(state)?.data ?? null);
  const hello = useDesk((state) => state.link.hello);
  const lost = useDesk((state) => state.link.phase === 'lost');
  const seq = useDesk((state) => state.world.seq);
  const formats = useFormats();
  const zone = usePreferences((state) => state.zone);
  return (
    <footer className="status-bar">
      <span className="status-data fades">
        {data !== null && (
          <>
            {data.label} · {data.timeframe}
            {data.source === 'replay' && data.marketTime !== null && (
              <>
                {' '}
                · <Moment ts={data.marketTime} />
              </>
            )}
          </>
        )}
      </span>
      {lost ? <span className="status-lost">{t('status.lost')}</span> : <ReplayBanner />}
      <span className="status-daemon num">{hello !== null && t('status.daemon', { version: hello.version, seq: formats.count(seq) })}</span>
      <button type="button" className="status-zone" title={t('status.zoneTitle')} onClick={() => prefer({ zone: zone === 'UTC' ? LOCAL : 'UTC' })}>
        {zone === LOCAL ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone}
      </button>
    </footer>
  );
}

/** Tells of a replay under way in another book than the one shown, and leads there; or leads back to the desk. */
function ReplayBanner() {
  const { t } = useTranslation();
  const account = useDesk((state) => state.account);
  const replays = useDesk((state) => state.world.replays);
  const { page } = currentPlace();
  const shown = replays[account];
  const running = Object.values(replays).find((run) => run.state === 'running' && run.account !== account);
  return (
    <span className="status-replay">
      {shown !== undefined && (
        <>
          <Run run={shown} /> <a href={placeHash({ page, account: DESK })}>{t('replay.leave')}</a>
        </>
      )}
      {shown === undefined && running !== undefined && (
        <>
          <Run run={running} /> <a href={placeHash({ page, account: running.account })}>{t('replay.follow')}</a>
        </>
      )}
    </span>
  );
}
