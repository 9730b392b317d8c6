import { Popover } from '@base-ui/react/popover';
import { Bell, BellDot } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { popups } from '../../components/popups.tsx';
import { Moment } from '../../components/time.tsx';
import type { Problem } from '../../lib/problem.ts';
import { type DeskState, useDesk } from '../desk.ts';
import { prefer, usePreferences } from '../preferences.ts';

const selectStore = (state: DeskState) => state.link.hello?.storeId ?? '';

/** Warnings and failures not yet looked at. Opening the list marks them as seen, in this browser. */
export function Problems() {
  const { t } = useTranslation();
  const problems = useDesk((state) => state.world.problems);
  const store = useDesk(selectStore);
  const seen = usePreferences((state) => state.seen[store] ?? 0);
  const unread = problems.filter((problem) => problem.seq > seen).length;
  const worst = problems.some((problem) => problem.seq > seen && problem.level === 'error') ? 'error' : 'warning';
  const Icon = unread > 0 ? BellDot : Bell;
  const markSeen = () => prefer({ seen: { ...usePreferences.getState().seen, [store]: problems[0]?.seq ?? seen } });
  return (
    <Popover.Root onOpenChange={(open) => !open && markSeen()}>
      <Popover.Trigger
        className="button problems"
        data-shortcut="problems"
        data-level={unread > 0 ? worst : 'none'}
        aria-label={t('problems.button', { count: unread })}
      >
        <Icon aria-hidden size={16} />
        <span className="num">{unread > 99 ? '99+' : unread}</span>
      </Popover.Trigger>
      <Popover.Portal container={popups}>
        <Popover.Positioner sideOffset={6} align="end" className="positioner">
          <Popover.Popup className="popover">
            <Popover.Title className="popover-title">{t('problems.title')}</Popover.Title>
            {problems.length === 0 ? <p className="menu-note">{t('problems.none')}</p> : <List problems={problems} seen={seen} />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function List({ problems, seen }: { readonly problems: readonly Problem[]; readonly seen: number }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <ol className="problem-list" tabIndex={0} aria-label={t('problems.title')}>
      {problems.map((problem) => (
        <li key={problem.seq} data-level={problem.level} data-unread={problem.seq > seen}>
          <span className="problem-head">
            <strong>{t(`problem.${problem.kind}`)}</strong>
            <span>{problem.account === null ? problem.source : `${problem.source} · ${problem.account}`}</span>
            <Moment ts={problem.ts} />
          </span>
          <p>{problem.text ?? t('problem.crashText')}</p>
          <Remedy problem={problem} />
        </li>
      ))}
    </ol>
  );
}

function Remedy({ problem: { remedy, kind } }: { readonly problem: Problem }) {
  const { t, i18n } = useTranslation();
  if (remedy === null && !i18n.exists(`problem.remedy.${kind}`)) return null;
  return <p className="remedy">{remedy ?? t(`problem.remedy.${kind as 'risk'}`)}</p>;
}
