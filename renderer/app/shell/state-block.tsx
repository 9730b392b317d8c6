import { CircleStop, History, type LucideIcon, OctagonX, Pause, Play, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BotState } from '../../../daemon/protocol/schemas/bot.ts';
import { Age, Moment } from '../../components/time.tsx';
import type { ReplayRun } from '../../lib/world.ts';
import { selectConnected, selectEnded, selectState, selectStatus, useDesk } from '../desk.ts';

/** A sign of its own for each state: colour is never the only one. */
export const STATE_ICONS: Record<BotState, LucideIcon> = {
  running: Play,
  paused: Pause,
  stopped: CircleStop,
  panicked: OctagonX,
  needs_attention: TriangleAlert,
};

/** The state of the bot, large enough to be read from across the room. */
export function StateBlock() {
  const { t } = useTranslation();
  const state = useDesk(selectState);
  const since = useDesk((desk) => selectStatus(desk)?.since ?? null);
  const pending = useDesk((desk) => desk.expectation !== null);
  const connected = useDesk(selectConnected);
  const ended = useDesk(selectEnded);
  if (ended !== null) return <Ended run={ended} />;
  const Icon = state === null ? null : STATE_ICONS[state];
  return (
    <div className="header-block state fades" data-state={state ?? 'unknown'} data-pending={pending}>
      <span className="header-main">
        {Icon !== null && <Icon aria-hidden size={18} strokeWidth={2.5} />}
        {t(`state.${state ?? 'unknown'}`)}
      </span>
      <span className="header-sub">
        {pending ? (
          t('header.pending')
        ) : state !== null && !connected ? (
          t('header.lastKnown')
        ) : since === null ? (
          t('header.unknown')
        ) : (
          <>
            {t('header.for')} <Age ts={since} />
          </>
        )}
      </span>
    </div>
  );
}

/** A replay that is over is in no state: it is said how it ended. */
function Ended({ run }: { readonly run: ReplayRun }) {
  const { t } = useTranslation();
  return (
    <div className="header-block state" data-state="ended">
      <span className="header-main">
        <History aria-hidden size={18} strokeWidth={2.5} />
        {t(`replay.ended.${run.state as 'done'}`)}
      </span>
      <span className="header-sub">{run.marketTime !== null && <Moment ts={run.marketTime} />}</span>
    </div>
  );
}
