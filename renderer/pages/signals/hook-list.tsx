import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/context.tsx';
import { selectConnected, useDesk } from '../../app/desk.ts';
import { Count, None } from '../../components/numbers.tsx';
import { Switch } from '../../components/switch.tsx';
import { Moment } from '../../components/time.tsx';
import { placeHash } from '../../lib/place.ts';
import type { Hook } from './hooks.ts';

interface Props {
  readonly hooks: readonly Hook[];
  readonly chosen: string | null;
  readonly onChange: () => void;
}

/** Each hook with its switch, and what came through it. */
export function HookList({ hooks, chosen, onChange }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const account = useDesk((state) => state.account);
  const connected = useDesk(selectConnected);
  const toggle = async (id: string, enabled: boolean) => {
    const done = (await session.call('signals.configure', { id, enabled })) !== null;
    onChange();
    return done;
  };
  return (
    <ul className="choices">
      {hooks.map(({ id, enabled, pairs, received, lastSignalAt }) => (
        <li key={id} data-chosen={id === chosen}>
          <a href={placeHash({ page: 'signals', account, query: { hook: id } })} aria-current={id === chosen ? 'true' : undefined}>
            <strong>{id}</strong> <span className="quiet">{pairs === null ? t('signals.allPairs') : pairs.join(', ')}</span>
          </a>
          <Switch label={t('signals.enable', { id })} on={enabled} disabled={!connected} onChange={(on) => toggle(id, on)} />
          <dl className="choice-figures">
            <div>
              <dt>{t('signals.received')}</dt>
              <dd>
                <Count value={received} />
              </dd>
            </div>
            <div>
              <dt>{t('signals.last')}</dt>
              <dd>{lastSignalAt === null ? <None /> : <Moment ts={lastSignalAt} />}</dd>
            </div>
          </dl>
        </li>
      ))}
    </ul>
  );
}
