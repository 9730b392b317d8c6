import { Menu } from '@base-ui/react/menu';
import { Check, ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { popups } from '../../components/popups.tsx';
import { DESK, type ReplayRun } from '../../lib/world.ts';
import { selectKind, useDesk } from '../desk.ts';
import { useFormats } from '../use-formats.ts';
import { go } from '../use-place.ts';

/** Says what is traded with, paper, real money or the past, and changes to another book. */
export function AccountSwitcher() {
  const { t } = useTranslation();
  const kind = useDesk(selectKind);
  const account = useDesk((state) => state.account);
  const replays = useDesk((state) => state.world.replays);
  const runs = Object.values(replays).sort((a, b) => b.startedAt - a.startedAt);
  return (
    <Menu.Root>
      <Menu.Trigger className="kind" data-shortcut="account" aria-label={t('account.label', { kind: t(`kind.${kind}`), account })}>
        <span className="kind-word">{t(`kind.${kind}`)}</span>{' '}
        <span className="kind-account">
          {account} <ChevronDown aria-hidden size={13} />
        </span>
      </Menu.Trigger>
      <Menu.Portal container={popups}>
        <Menu.Positioner sideOffset={6} align="start" className="positioner">
          <Menu.Popup className="menu">
            <Menu.RadioGroup value={account} onValueChange={(next: string) => go({ account: next })}>
              <Entry account={DESK} text={t('account.desk')} />
              {runs.map((run) => (
                <Entry key={run.account} account={run.account} text={<Run run={run} />} />
              ))}
            </Menu.RadioGroup>
            {runs.length === 0 && <p className="menu-note">{t('account.noReplays')}</p>}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

const Entry = ({ account, text }: { readonly account: string; readonly text: React.ReactNode }) => (
  <Menu.RadioItem value={account} className="menu-item" closeOnClick>
    <span className="menu-check">
      <Menu.RadioItemIndicator>
        <Check aria-hidden size={14} />
      </Menu.RadioItemIndicator>
    </span>
    <span className="menu-text">
      <strong>{account}</strong>
      <span className="menu-sub">{text}</span>
    </span>
  </Menu.RadioItem>
);

/** One replay in a line: what, how fast, how far. */
export function Run({ run }: { readonly run: ReplayRun }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return t(`replay.${run.state}`, {
    pair: run.pair,
    strategy: run.strategy,
    speed: run.speed === 'max' ? t('replay.max') : `${formats.count(run.speed)}×`,
    done: formats.percent(run.candles === 0 ? 0 : run.candle / run.candles),
  });
}
