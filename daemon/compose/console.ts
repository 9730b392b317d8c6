import type { ConfigStore } from '../config/store.ts';
import type { HttpGateway } from '../gateways/http/gateway.ts';
import type { Log } from '../log/log.ts';
import type { Teardown } from './teardown.ts';

/** Lets the answer out to the very caller that changed the address. */
const GRACE_MS = 200;

/** Opens the console and moves it when its section of the configuration changes. Without it the daemon goes on. */
export function runConsole(http: HttpGateway, config: ConfigStore, log: Log, teardown: Teardown): void {
  let turn = Promise.resolve();
  const open = async () => {
    await http.stop();
    await http.start();
  };
  const next = () => {
    turn = turn
      .then(open)
      .catch((error: unknown) => log.error('The console could not be opened', { error, remedy: 'Look at the section "console" of the configuration' }));
  };
  let waiting: NodeJS.Timeout | undefined;
  config.onChange(({ paths }) => {
    if (!paths.some((path) => path.startsWith('console.'))) return;
    clearTimeout(waiting);
    waiting = setTimeout(next, GRACE_MS);
  });
  next();
  teardown.add('console', async () => {
    clearTimeout(waiting);
    await turn;
    await http.stop();
  });
}
