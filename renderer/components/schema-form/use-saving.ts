import { useState } from 'react';
import type { MethodName, Params, Result } from '../../../daemon/protocol/index.ts';
import { useSession } from '../../app/context.tsx';
import type { Failure, Outcome } from '../../lib/failure.ts';

export interface Saving {
  readonly busy: boolean;
  readonly failure: Failure | null;
  /** The failure at the field it concerns, by its path within the form. */
  readonly refusals: Readonly<Record<string, string>>;
  readonly save: <M extends MethodName>(method: M, params: Params<M>) => Promise<Outcome<Result<M>>>;
  readonly forget: () => void;
}

/**
 * Sends what a form holds, and lays what the daemon says against it at the field.
 *
 * @param prefixes what leads to the form's values in the parameters, such as `settings`; empty for the parameters themselves
 */
export function useSaving(...prefixes: readonly string[]): Saving {
  const session = useSession();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  return {
    busy,
    failure,
    refusals: refusalsOf(failure, prefixes),
    async save(method, params) {
      setBusy(true);
      const outcome = await session.attempt(method, params);
      setFailure(outcome.ok ? null : outcome.failure);
      setBusy(false);
      return outcome;
    },
    forget: () => setFailure(null),
  };
}

function refusalsOf(failure: Failure | null, prefixes: readonly string[]): Record<string, string> {
  const field = failure?.data.field;
  const leads = prefixes.map((prefix) => (prefix === '' ? '' : `${prefix}.`)).sort((a, b) => b.length - a.length);
  const lead = leads.find((one) => field?.startsWith(one));
  if (failure === null || field === undefined || lead === undefined) return {};
  return { [field.slice(lead.length)]: plain(failure.message) };
}

/** The message without the name of the field, beside which it stands anyway. */
const plain = (message: string) => message.replace(/^[\w.`-]+: /, '');
