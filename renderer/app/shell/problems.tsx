import { Popover } from '@base-ui/react/popover';
import { Bell, BellDot } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '../../../daemon/protocol/schemas/bot.ts';
import { popups } from '../../components/popups.tsx';
import { Said, SaidRemedy } from '../../components/said.tsx';
import { Moment } from '../../components/time.tsx';
import { openReasons, type Problem, pastOf } from '../../lib/problem.ts';
import { type DeskState, selectFigures, useDesk } from '../desk.ts';
import { prefer, usePreferences } from '../preferences.ts';
import { sayingOf, useTold } from '../told.ts';

const selectStore = (state: DeskState) => state.link.hello?.storeId ?? '';

/**
 * What is wrong still, and warnings and failures not yet looked at. Opening the list marks those as seen, in this browser;
 * what lasts is counted until it is mended.
 */
export function Problems() {
  const { t } = useTranslation();
  const problems = useDesk((state) => state.world.problems);
  const store = useDesk(selectStore);
  const seen = usePreferences((state) => state.seen[store] ?? 0);
  const why = useDesk((state) => selectFigures(state).why);
  const open = openReasons(why?.reasons ?? []);
  const past = pastOf(problems, open);
  const unread = past.filter(({ seq }) => seq > seen);
  const count = open.length + unread.length;
  const worst = open.length > 0 || unread.some(({ level }) => level === 'error') ? 'error' : 'warning';
  const Icon = count > 0 ? BellDot : Bell;
  const markSeen = () => prefer({ seen: { ...usePreferences.getState().seen, [store]: problems[0]?.seq ?? seen } });
  return (
    <Popover.Root onOpenChange={(open) => !open && markSeen()}>
      <Popover.Trigger
        className="button problems"
        data-shortcut="problems"
        data-level={count > 0 ? worst : 'none'}
        aria-label={t('problems.button', { count })}
      >
        <Icon aria-hidden size={16} />
        <span className="num">{count > 99 ? '99+' : count}</span>
      </Popover.Trigger>
      <Popover.Portal container={popups}>
        <Popover.Positioner sideOffset={6} align="end" className="positioner">
          <Popover.Popup className="popover">
            <Popover.Title className="popover-title">{t('problems.title')}</Popover.Title>
            {past.length + open.length === 0 ? <p className="menu-note">{t('problems.none')}</p> : <List open={open} problems={past} seen={seen} />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface ListProps {
  readonly open: readonly Reason[];
  readonly problems: readonly Problem[];
  readonly seen: number;
}

function List({ open, problems, seen }: ListProps) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <ol className="problem-list" tabIndex={0} aria-label={t('problems.title')}>
      {open.map((reason) => (
        <li key={`${reason.code} ${reason.strategy ?? ''}`} data-level="error" data-unread="true">
          <span className="problem-head">
            <strong>{t('problems.open')}</strong>
            <span>{reason.strategy ?? 'bot'}</span>
            {reason.since !== undefined && <Moment ts={reason.since} />}
          </span>
          <p>
            <Said saying={reason} />
          </p>
          {reason.remedy !== undefined && (
            <p className="remedy">
              <SaidRemedy saying={reason} />
            </p>
          )}
        </li>
      ))}
      {problems.map((problem) => (
        <li key={problem.seq} data-level={problem.level} data-unread={problem.seq > seen}>
          <span className="problem-head">
            <strong>{t(`problem.${problem.kind}`)}</strong>
            <span>{problem.account === null ? problem.source : `${problem.source} · ${problem.account}`}</span>
            <Moment ts={problem.ts} />
          </span>
          <p>
            <Said saying={sayingOf(problem, t('problem.crashText'))} />
          </p>
          <Remedy problem={problem} />
        </li>
      ))}
    </ol>
  );
}

function Remedy({ problem }: { readonly problem: Problem }) {
  const { t, i18n } = useTranslation();
  const saying = sayingOf(problem, '');
  const key = `problem.remedy.${problem.kind as 'risk'}` as const;
  const isNamed = useTold()(saying).remedy !== null;
  if (!isNamed && !i18n.exists(key)) return null;
  return <p className="remedy">{isNamed ? <SaidRemedy saying={saying} /> : t(key)}</p>;
}
