import { useState } from 'react';
import { useSession } from '../../app/context.tsx';
import type { Failure } from '../../lib/failure.ts';

/** Secrets being typed; they leave this window only to be stored, and are forgotten once they are. */
export function useSecrets() {
  const session = useSession();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  return {
    typed,
    failure,
    dirty: Object.values(typed).some((text) => text !== ''),
    type: (name: string, text: string) => setTyped((before) => ({ ...before, [name]: text })),
    forget: () => {
      setTyped({});
      setFailure(null);
    },
    /** Stores what was typed for a channel. @returns whether all of it was */
    async store(channel: string): Promise<boolean> {
      for (const [name, value] of Object.entries(typed)) {
        if (value === '') continue;
        const outcome = await session.attempt('secrets.set', { name: `channels.${channel}.${name}`, value });
        setFailure(outcome.ok ? null : outcome.failure);
        if (!outcome.ok) return false;
        setTyped((before) => ({ ...before, [name]: '' }));
      }
      return true;
    },
  };
}
