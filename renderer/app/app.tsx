import { useDesk } from './desk.ts';
import { Refused } from './refused.tsx';
import { Shell } from './shell/shell.tsx';

/** The console, or how to get in where the daemon does not know this browser. */
export function App() {
  const refused = useDesk((state) => state.link.phase === 'refused');
  return refused ? <Refused /> : <Shell />;
}
