import { createContext, use } from 'react';
import type { Session } from './session.ts';

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error('No session: the component is outside of SessionProvider');
  return session;
}
