import { CircleCheck, CircleDashed, CirclePause, History, type LucideIcon, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Freshness } from '../../lib/freshness.ts';
import { useNow } from '../clock.ts';
import { useDesk } from '../desk.ts';
import { useFormats } from '../use-formats.ts';
import { useFreshness } from '../use-freshness.ts';

const ICONS: Record<Freshness['kind'], LucideIcon> = {
  fresh: CircleCheck,
  waiting: CircleDashed,
  stale: History,
  ended: CirclePause,
  disconnected: Unplug,
};

/** Whether the daemon can be heard, and how old the prices are. Never faded: it is what tells that the rest is. */
export function LinkBlock() {
  const { t } = useTranslation();
  const { kind } = useFreshness();
  const Icon = ICONS[kind];
  return (
    <div className="header-block link" data-age={kind}>
      <span className="header-main">
        <Icon aria-hidden size={15} />
        {t(`age.${kind}`)}
      </span>
      <span className="header-sub num">
        <Detail />
      </span>
    </div>
  );
}

/** The age of the prices, and when the next attempt is made where there is no connection. */
function Detail() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { phase, retryAt } = useDesk((state) => state.link);
  const now = useNow();
  const { ageMs } = useFreshness();
  if (ageMs === null || phase === 'incompatible') return t(`link.${phase}`);
  const age = formats.duration(ageMs);
  return retryAt !== null && retryAt > now ? t('link.retry', { age, wait: formats.duration(retryAt - now + 999) }) : t('link.age', { age });
}
