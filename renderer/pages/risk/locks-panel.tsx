import { LockOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Lock } from '../../../daemon/protocol/schemas/locks.ts';
import { useMarketNow } from '../../app/clock.ts';
import { selectMayAct, useDesk } from '../../app/desk.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { useFormats } from '../../app/use-formats.ts';
import { useLifting } from '../../app/use-lifting.ts';
import { Empty } from '../../components/empty.tsx';
import { Panel } from '../../components/panel.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { Said } from '../../components/said.tsx';
import { Moment } from '../../components/time.tsx';
import { LockForm } from './lock-form.tsx';

/** What stands for all pairs in the contract. */
const ALL_PAIRS = '*';

/** What keeps new entries back for a time, and the form that locks a pair by hand. */
export function LocksPanel() {
  const { t } = useTranslation();
  const account = useDesk((state) => state.account);
  const now = useMarketNow();
  const { outcome, value, reload } = useAnswer('markets.locks.list', { account }, ['lock.set', 'lock.lifted', 'protection.triggered', 'protection.global']);
  const locks = (value?.items ?? []).filter((lock) => lock.until > now);
  return (
    <Panel name="locks" title={t('locks.title')} note={t('locks.note')}>
      {value === null && outcome?.ok === false && <Refusal failure={outcome.failure} onRetry={reload} />}
      {value !== null && locks.length === 0 && <Empty title={t('locks.empty')}>{t('locks.emptyText')}</Empty>}
      {locks.length > 0 && (
        <ul className="guards" aria-label={t('locks.title')}>
          {locks.map((lock) => (
            <Row key={lock.id} lock={lock} left={lock.until - now} onLifted={reload} />
          ))}
        </ul>
      )}
      <LockForm account={account} onLocked={reload} />
    </Panel>
  );
}

interface RowProps {
  readonly lock: Lock;
  /** Milliseconds. */
  readonly left: number;
  readonly onLifted: () => void;
}

function Row({ lock, left, onLifted }: RowProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const connected = useDesk(selectMayAct);
  const lift = useLifting();
  const what = lock.pair === ALL_PAIRS ? t('locks.all') : lock.pair;
  return (
    <li>
      <div>
        <p>
          <strong>{what}</strong> <span className="chip num">{t('locks.left', { time: formats.duration(left) })}</span>
        </p>
        <p className="quiet">
          {t('locks.until')} <Moment ts={lock.until} /> · {lock.protection ?? lock.who}
          {lock.reason !== '' && (
            <>
              {' · '}
              <Said saying={{ ...lock.cause, text: lock.reason }} />
            </>
          )}
        </p>
      </div>
      <button
        type="button"
        className="button small"
        disabled={!connected}
        aria-label={t('locks.liftName', { what })}
        onClick={() => void lift(lock.id, what).then((done) => done && onLifted())}
      >
        <LockOpen aria-hidden size={13} /> {t('locks.lift')}
      </button>
    </li>
  );
}
