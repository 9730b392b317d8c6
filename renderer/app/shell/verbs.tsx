import { Menu } from '@base-ui/react/menu';
import { ChevronDown, CircleStop, type LucideIcon, OctagonX, Pause, Play, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Hint } from '../../components/hint.tsx';
import { popups } from '../../components/popups.tsx';
import { offerFor, type Verb } from '../../lib/verbs.ts';
import { useSession } from '../context.tsx';
import { selectMayAct, selectState, useDesk } from '../desk.ts';

const ICONS: Record<Exclude<Verb, 'panic' | 'flatten'>, LucideIcon> = {
  start: Play,
  stop: CircleStop,
  pause: Pause,
  resume: Play,
  rearm: ShieldCheck,
};

/** Pause or resume, start or stop, panic: the same places in every state, so that the hand finds them. */
export function Verbs() {
  const { t } = useTranslation();
  const state = useDesk(selectState);
  const connected = useDesk(selectMayAct);
  const { pause, run, panic } = offerFor(state, connected);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div className="verbs" role="group" aria-label={t('verbs.label')}>
      <VerbButton verb={pause.verb} enabled={pause.enabled} shortcut="pause" />
      <VerbButton verb={run.verb} enabled={run.enabled} shortcut="run" />
      <Panic enabled={panic} />
    </div>
  );
}

interface VerbButtonProps {
  readonly verb: Exclude<Verb, 'panic' | 'flatten'>;
  readonly enabled: boolean;
  readonly shortcut: string;
}

function VerbButton({ verb, enabled, shortcut }: VerbButtonProps) {
  const { t } = useTranslation();
  const session = useSession();
  const Icon = ICONS[verb];
  return (
    <Hint text={t(`verbs.${verb}Title`)}>
      <button type="button" className="button verb" data-verb={verb} data-shortcut={shortcut} disabled={!enabled} onClick={() => void session.perform(verb)}>
        <Icon aria-hidden size={15} />
        {t(`verbs.${verb}`)}
      </button>
    </Hint>
  );
}

/** Cancelling everything makes things safer and never asks; selling everything does. */
function Panic({ enabled }: { readonly enabled: boolean }) {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <Menu.Root>
      <Hint text={t('verbs.panicTitle')}>
        <Menu.Trigger className="button verb panic" data-shortcut="panic" disabled={!enabled}>
          <OctagonX aria-hidden size={15} />
          {t('verbs.panic')}
          <ChevronDown aria-hidden size={13} />
        </Menu.Trigger>
      </Hint>
      <Menu.Portal container={popups}>
        <Menu.Positioner sideOffset={6} align="end" className="positioner">
          <Menu.Popup className="menu">
            <Menu.Item className="menu-item danger" onClick={() => void session.perform('panic')}>
              <span className="menu-text">
                <strong>{t('verbs.cancelAll')}</strong>
                <span className="menu-sub">{t('verbs.cancelAllText')}</span>
              </span>
            </Menu.Item>
            <Menu.Item className="menu-item danger" onClick={() => void session.perform('flatten')}>
              <span className="menu-text">
                <strong>{t('verbs.flatten')}</strong>
                <span className="menu-sub">{t('verbs.flattenText')}</span>
              </span>
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
