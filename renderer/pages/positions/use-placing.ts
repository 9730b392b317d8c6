import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Params } from '../../../daemon/protocol/index.ts';
import { useSession } from '../../app/context.tsx';
import { tell } from '../../app/notice.ts';
import type { Failure } from '../../lib/failure.ts';

export type Draft = Omit<Params<'orders.place'>, 'clientOrderId'>;

export interface Placing {
  readonly busy: boolean;
  /** Why it was refused; with kind `outcome_unknown` it may have been placed all the same. */
  readonly failure: Failure | null;
  readonly place: (draft: Draft) => Promise<boolean>;
  readonly forget: () => void;
}

const freshId = () => `console-${crypto.randomUUID().slice(0, 18)}`;

/**
 * Places orders so that none is placed twice: each has a name of its own, and asking again after a lost answer repeats the
 * name, to which the daemon answers with the order placed the first time.
 */
export function usePlacing(): Placing {
  const { t } = useTranslation();
  const session = useSession();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const clientOrderId = useRef(freshId());
  const forget = () => {
    clientOrderId.current = freshId();
    setFailure(null);
  };
  const place = async (draft: Draft) => {
    setBusy(true);
    setFailure(null);
    const outcome = await session.attempt('orders.place', { ...draft, clientOrderId: clientOrderId.current });
    setBusy(false);
    if (!outcome.ok) {
      setFailure(outcome.failure);
      if (outcome.failure.data.kind !== 'outcome_unknown') clientOrderId.current = freshId();
      return false;
    }
    clientOrderId.current = freshId();
    tell(t(outcome.value.state === 'unknown' ? 'ticket.placedUnknown' : 'ticket.placed', { id: outcome.value.id }));
    return true;
  };
  return { busy, failure, place, forget };
}
