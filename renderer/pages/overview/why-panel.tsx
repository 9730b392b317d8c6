import { CircleCheck, Info, type LucideIcon, OctagonAlert, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '../../../daemon/protocol/schemas/bot.ts';
import { useSession } from '../../app/context.tsx';
import { selectEnded, selectFigures, selectMayAct, selectStatus, useDesk } from '../../app/desk.ts';
import { Run } from '../../app/shell/account-switcher.tsx';
import { plainly, useTold } from '../../app/told.ts';
import { useFormats } from '../../app/use-formats.ts';
import { useLifting } from '../../app/use-lifting.ts';
import { Panel } from '../../components/panel.tsx';
import { Said, SaidRemedy } from '../../components/said.tsx';
import { Age } from '../../components/time.tsx';
import type { Verb } from '../../lib/verbs.ts';

const ICONS: Record<Reason['severity'], LucideIcon> = { info: Info, warning: TriangleAlert, critical: OctagonAlert };

/** Reasons that one of the page's own verbs removes. */
const REMEDIES: Record<string, Verb> = { paused: 'resume', stopped: 'start', panicked: 'rearm' };

/** Whether entries are possible now; if not, everything that holds them back, with what to do about it. */
export function WhyPanel() {
  const { t } = useTranslation();
  const { why, pairs } = useDesk(selectFigures);
  const strategies = useDesk((state) => selectStatus(state)?.strategies);
  const ended = useDesk(selectEnded);
  if (ended !== null)
    return (
      <Panel name="why" title={t('why.title')}>
        <div className="why">
          <p className="why-verdict" data-severity="info">
            <Info aria-hidden size={18} />
            {t('why.ended')}
          </p>
          <p className="remedy">
            <Run run={ended} /> {ended.error}
          </p>
        </div>
      </Panel>
    );
  if (why === null || strategies === undefined)
    return (
      <Panel name="why" title={t('why.title')}>
        {null}
      </Panel>
    );
  const Icon = why.trading ? CircleCheck : ICONS[worst(why.reasons)];
  return (
    <Panel name="why" title={t(why.trading ? 'why.titleTrading' : 'why.title')}>
      <div className="why fades">
        <p className="why-verdict" data-severity={why.trading ? 'none' : worst(why.reasons)}>
          <Icon aria-hidden size={18} />
          {why.trading
            ? t('why.trading', { strategies: t('why.strategies', { count: strategies.length }), pairs: t('why.pairs', { count: pairs }) })
            : t('why.notTrading')}
        </p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard */}
        <ul className="reasons" tabIndex={0} aria-label={t('why.reasons')}>
          {why.reasons.map((reason) => (
            <ReasonItem key={`${reason.code} ${reason.pair ?? ''} ${reason.strategy ?? ''} ${reason.lock ?? ''}`} reason={reason} />
          ))}
        </ul>
      </div>
    </Panel>
  );
}

/** All trades open is no fault, a stop is worth a look, a panic is grave. */
const worst = (reasons: readonly Reason[]): Reason['severity'] =>
  (['critical', 'warning'] as const).find((severity) => reasons.some((reason) => reason.severity === severity)) ?? 'info';

function ReasonItem({ reason }: { readonly reason: Reason }) {
  const { t } = useTranslation();
  const session = useSession();
  const lift = useLifting();
  const connected = useDesk(selectMayAct);
  const Icon = ICONS[reason.severity];
  const verb = REMEDIES[reason.code];
  const said = plainly(useTold()(reason).text, useFormats());
  const about = [reason.pair, reason.strategy].filter((part) => part !== undefined && !said.includes(part)).join(' · ');
  return (
    <li data-severity={reason.severity}>
      <Icon aria-hidden size={15} />
      <div>
        <p>
          <Said saying={reason} />
          {about !== '' && <span className="quiet"> {about}</span>}
          {reason.since !== undefined && (
            <span className="quiet">
              {' '}
              <Age ts={reason.since} />
            </span>
          )}
        </p>
        {reason.remedy !== undefined && (
          <p className="remedy">
            <SaidRemedy saying={reason} />
          </p>
        )}
      </div>
      {reason.lock !== undefined && (
        <button
          type="button"
          className="button small"
          disabled={!connected}
          aria-label={t('locks.liftName', { what: reason.pair ?? t('locks.all') })}
          onClick={() => void lift(reason.lock as string, reason.pair ?? t('locks.all'))}
        >
          {t('locks.lift')}
        </button>
      )}
      {verb !== undefined && (
        <button type="button" className="button small" disabled={!connected} onClick={() => void session.perform(verb)}>
          {t(`verbs.${verb as 'resume'}`)}
        </button>
      )}
    </li>
  );
}
