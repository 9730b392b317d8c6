import { Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../daemon/protocol/index.ts';
import { useSession } from '../../app/context.tsx';
import { selectMayAct, useDesk } from '../../app/desk.ts';
import { useFormats } from '../../app/use-formats.ts';
import type { Failure, Outcome } from '../../lib/failure.ts';

/** Sends a message now, past the queue, and says what the other side said. */
export function TestButton({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const connected = useDesk(selectMayAct);
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
