import { Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../daemon/protocol/index.ts';
import { useSession } from '../../app/context.tsx';
import { selectConnected, useDesk } from '../../app/desk.ts';
import { useFormats } from '../../app/use-formats.ts';
import { Segments } from '../../components/choice.tsx';
import { Panel } from '../../components/panel.tsx';
import type { Failure, Outcome } from '../../lib/failure.ts';
import { ChannelState } from './channel-list.tsx';
import type { Channel, Kind } from './kinds.ts';
import { PeoplePart } from './people-part.tsx';
import { RulesForm } from './rules-form.tsx';
import { SettingsForm } from './settings-form.tsx';

interface Props {
  readonly channel: Channel;
  /** Null: the daemon has no such kind any more. */
  readonly kind: Kind | null;
  readonly kinds: readonly Kind[];
  readonly routing: unknown;
  readonly onChange: () => void;
  readonly onRemoved: () => void;
}

const PARTS = ['settings', 'rules', 'people'] as const;
type Part = (typeof PARTS)[number];

/** One channel: how it fares, where it leads, and what it tells. */
export function ChannelPanel({ channel, kind, kinds, routing, onChange, onRemoved }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const connected = useDesk(selectConnected);
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
        {part === 'people' && <PeoplePart id={id} />}
      </div>
    </Panel>
  );
}

/** Sends a message now, past the queue, and says what the other side said. */
function TestButton({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const connected = useDesk(selectConnected);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome<Result<'channels.test'>> | null>(null);
  const test = async () => {
    setBusy(true);
    setOutcome(await session.attempt('channels.test', { id }));
    setBusy(false);
    onDone();
  };
  return (
    <>
      <button type="button" className="button small" disabled={!connected || busy} onClick={() => void test()}>
        <Send aria-hidden size={13} /> {t(busy ? 'channels.testing' : 'channels.test')}
      </button>
      <p className="channel-test" role="status">
        {outcome !== null && !busy && (outcome.ok ? <TestResult result={outcome.value} /> : <TestFailure failure={outcome.failure} />)}
      </p>
    </>
  );
}

function TestResult({ result }: { readonly result: Result<'channels.test'> }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <span className={result.ok ? 'gain' : 'loss'}>
      {t(result.ok ? 'channels.testOk' : 'channels.testFailed', { detail: result.detail, ms: formats.count(Math.round(result.elapsedMs)) })}{' '}
      {result.remedy !== undefined && <span className="remedy">{result.remedy}</span>}
    </span>
  );
}

const TestFailure = ({ failure }: { readonly failure: Failure }) => (
  <span className="loss">
    {failure.message} <span className="remedy">{failure.data.hint}</span>
  </span>
);
