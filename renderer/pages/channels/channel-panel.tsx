import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/context.tsx';
import { selectMayAct, useDesk } from '../../app/desk.ts';
import { Segments } from '../../components/choice.tsx';
import { Panel } from '../../components/panel.tsx';
import { ChannelState } from './channel-list.tsx';
import type { Channel, Kind } from './kinds.ts';
import { PeoplePart } from './people-part.tsx';
import { RulesForm } from './rules-form.tsx';
import { SettingsForm } from './settings-form.tsx';
import { TestButton } from './test-button.tsx';
import { TextsForm } from './texts-form.tsx';

interface Props {
  readonly channel: Channel;
  /** Null: the daemon has no such kind any more. */
  readonly kind: Kind | null;
  readonly kinds: readonly Kind[];
  readonly routing: unknown;
  readonly onChange: () => void;
  readonly onRemoved: () => void;
}

const PARTS = ['settings', 'rules', 'texts', 'people'] as const;
type Part = (typeof PARTS)[number];

/** One channel: how it fares, where it leads, and what it tells. */
export function ChannelPanel({ channel, kind, kinds, routing, onChange, onRemoved }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const connected = useDesk(selectMayAct);
  const [part, setPart] = useState<Part>('settings');
  const { id, state, reason, remedy } = channel;
  const remove = async () => {
    if ((await session.call('channels.remove', { id })) !== null) onRemoved();
  };
  return (
    <Panel
      name="channel"
      title={id}
      note={kind?.title ?? channel.kind}
      actions={
        <button type="button" className="button small" disabled={!connected} onClick={() => void remove()}>
          <Trash2 aria-hidden size={13} /> {t('channels.remove')}
        </button>
      }
    >
      <div className="scroll">
        <div className="channel-health fades">
          <ChannelState state={state} />
          {reason !== null && (
            <p>
              {reason} <span className="remedy">{remedy}</span>
            </p>
          )}
          <TestButton id={id} onDone={onChange} />
        </div>
        <Segments label={t('channels.parts')} value={part} options={PARTS.map((value) => ({ value, text: t(`channels.part.${value}`) }))} onChange={setPart} />
        {part === 'settings' && kind !== null && <SettingsForm channel={channel} kind={kind} kinds={kinds} onSaved={onChange} />}
        {part === 'rules' && <RulesForm channel={channel} routing={routing} onSaved={onChange} />}
        {part === 'texts' && <TextsForm channel={channel} onSaved={onChange} />}
        {part === 'people' && <PeoplePart id={id} />}
      </div>
    </Panel>
  );
}
