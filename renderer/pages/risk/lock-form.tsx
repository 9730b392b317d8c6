import { Lock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/context.tsx';
import { selectFigures, selectMayAct, useDesk } from '../../app/desk.ts';
import { useFormats } from '../../app/use-formats.ts';
import { Select } from '../../components/choice.tsx';

const ALL_PAIRS = '*';
const HOUR = 60;
/** Lengths that are offered, minutes. */
const LENGTHS = [15, HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR, 168 * HOUR];
const MINUTE_MS = 60_000;

interface Props {
  readonly account: string;
  readonly onLocked: () => void;
}

/** Locks a pair, or all, for a while. */
export function LockForm({ account, onLocked }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const session = useSession();
  const connected = useDesk(selectMayAct);
  const { markets } = useDesk(selectFigures);
  const [pair, setPair] = useState(ALL_PAIRS);
  const [minutes, setMinutes] = useState(String(HOUR));
  const [reason, setReason] = useState('');
  const pairs = Object.keys(markets).sort();
  const lock = async () => {
    const given = { account, pair, minutes: Number(minutes), ...(reason.trim() !== '' && { reason: reason.trim() }) };
    if ((await session.call('markets.locks.add', given)) === null) return;
    setReason('');
    onLocked();
  };
  return (
    <form
      className="lock-form"
      aria-label={t('locks.form')}
      onSubmit={(event) => {
        event.preventDefault();
        void lock();
      }}
    >
      <Select
        label={t('locks.pair')}
        value={pair}
        options={[{ value: ALL_PAIRS, text: t('locks.all') }, ...pairs.map((one) => ({ value: one, text: one }))]}
        onChange={setPair}
      />
      <Select
        label={t('locks.length')}
        value={minutes}
        options={LENGTHS.map((length) => ({ value: String(length), text: formats.duration(length * MINUTE_MS) }))}
        onChange={setMinutes}
      />
      <input
        className="input"
        aria-label={t('locks.reason')}
        placeholder={t('locks.reason')}
        maxLength={200}
        autoComplete="off"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <button type="submit" className="button" disabled={!connected}>
        <Lock aria-hidden size={13} /> {t('locks.lock')}
      </button>
    </form>
  );
}
