import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/context.tsx';
import { selectMayAct, useDesk } from '../../app/desk.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { useFormats } from '../../app/use-formats.ts';
import { Count, None } from '../../components/numbers.tsx';
import { Switch } from '../../components/switch.tsx';
import { placeHash } from '../../lib/place.ts';
import type { Channel } from './kinds.ts';

const MOODS: Partial<Record<Channel['state'], string>> = { ok: 'good', degraded: 'warn', parked: 'bad' };

export function ChannelState({ state }: Pick<Channel, 'state'>) {
  const { t } = useTranslation();
  return (
    <span className="chip" data-mood={MOODS[state]}>
      {t(`channels.state.${state}`)}
    </span>
  );
}

interface Props {
  readonly items: readonly Channel[];
  readonly chosen: string | null;
  readonly onChange: () => void;
}

/** Each channel with its health, its switch and its figures. */
export function ChannelList({ items, chosen, onChange }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const formats = useFormats();
  const account = useDesk((state) => state.account);
  const connected = useDesk(selectMayAct);
  const metrics = useAnswer('channels.metrics', {}, ['channel.delivery']).value?.items;
  const toggle = async (id: string, on: boolean) => {
    const done = (await session.call(on ? 'channels.enable' : 'channels.disable', { id })) !== null;
    onChange();
    return done;
  };
  return (
    <ul className="choices">
      {items.map(({ id, kind, enabled, state, reason, queued, held }) => {
        const figures = metrics?.find((one) => one.id === id);
        return (
          <li key={id} data-chosen={id === chosen}>
            <a href={placeHash({ page: 'channels', account, query: { channel: id } })} aria-current={id === chosen ? 'true' : undefined}>
              <strong>{id}</strong> <span className="quiet">{kind}</span> <ChannelState state={state} />
            </a>
            <Switch label={t('channels.enable', { id })} on={enabled} disabled={!connected} onChange={(on) => toggle(id, on)} />
            <dl className="choice-figures">
              <div>
                <dt>{t('channels.sent')}</dt>
                <dd>{figures === undefined ? <None /> : <Count value={figures.sent} />}</dd>
              </div>
              <div>
                <dt>{t('channels.queued')}</dt>
                <dd>
                  <Count value={queued + held} />
                </dd>
              </div>
              <div>
                <dt>{t('channels.dead')}</dt>
                <dd>{figures === undefined ? <None /> : <Count value={figures.dead} />}</dd>
              </div>
              <div>
                <dt>{t('channels.latency')}</dt>
                <dd className="num" data-copy={figures?.latencyMs?.p95}>
                  {figures?.latencyMs == null ? <None /> : t('channels.ms', { ms: formats.count(Math.round(figures.latencyMs.p95)) })}
                </dd>
              </div>
            </dl>
            {state === 'parked' && reason !== null && <p className="choice-fault">{reason}</p>}
          </li>
        );
      })}
    </ul>
  );
}
