import '../../styles/channels.css';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { selectMayAct, useDesk } from '../../app/desk.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { refine, usePlace } from '../../app/use-place.ts';
import { Empty } from '../../components/empty.tsx';
import { Panel } from '../../components/panel.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { AddPanel } from './add-panel.tsx';
import { ChannelList } from './channel-list.tsx';
import { ChannelPanel } from './channel-panel.tsx';
import { DeliveriesPanel } from './deliveries-panel.tsx';

/** What `channel` is in the address while a new one is set up; no channel can have this name. */
const NEW = '+';

/** The ways out: who is told what, whether it arrives, and what is done about it when it does not. */
export default function Channels() {
  const { t } = useTranslation();
  const { query } = usePlace();
  const connected = useDesk(selectMayAct);
  const list = useAnswer('channels.list', {}, ['channel.state', 'channel.delivery', 'config.changed']);
  const kinds = useAnswer('channels.kinds', {});
  const items = list.value?.items ?? [];
  const isNew = query.channel === NEW;
  const chosen = isNew ? undefined : (items.find(({ id }) => id === query.channel) ?? items[0]);
  const kind = kinds.value?.items.find((one) => one.kind === chosen?.kind);
  const show = (channel: string) => {
    list.reload();
    refine({ channel });
  };
  return (
    <div className="channels">
      <Panel
        name="channel-list"
        title={t('page.channels')}
        actions={
          <button type="button" className="button small" disabled={!connected} aria-pressed={isNew} onClick={() => refine({ channel: NEW })}>
            <Plus aria-hidden size={13} /> {t('channels.add')}
          </button>
        }
      >
        {list.value === null && list.outcome?.ok === false && <Refusal failure={list.outcome.failure} onRetry={list.reload} />}
        {list.value !== null && items.length === 0 && <Empty title={t('channels.empty')}>{t('channels.emptyText')}</Empty>}
        {items.length > 0 && <ChannelList items={items} chosen={chosen?.id ?? null} onChange={list.reload} />}
      </Panel>
      {isNew && kinds.value !== null && (
        <AddPanel kinds={kinds.value.items} taken={items.map(({ id }) => id)} onAdded={show} onCancel={() => refine({ channel: '' })} />
      )}
      {chosen !== undefined && kinds.value !== null && (
        <ChannelPanel
          key={chosen.id}
          channel={chosen}
          kind={kind ?? null}
          kinds={kinds.value.items}
          routing={kinds.value.routing}
          onChange={list.reload}
          onRemoved={() => show('')}
        />
      )}
      {chosen === undefined && !isNew && (
        <Panel name="channel" title={t('channels.none')}>
          {null}
        </Panel>
      )}
      <DeliveriesPanel channels={items.map(({ id }) => id)} />
    </div>
  );
}
