import type { SubscribeRequest } from '../client/index.ts';
import type { TypedEvent } from '../protocol/index.ts';
import type { Cli } from './cli.ts';

/**
 * Streams events until SIGINT, SIGTERM or `end`. Over lost connections it goes on where it was, and says so on stderr.
 *
 * @throws RpcError when the daemon refuses the subscription
 */
export async function follow(cli: Cli, request: SubscribeRequest, onEvent: (event: TypedEvent, end: () => void) => void): Promise<void> {
  const client = await cli.client();
  await new Promise<void>((resolve, reject) => {
    let lost = false;
    const offState = client.onState((state) => {
      if (state.name === 'waiting' && !lost) cli.terminal.note(`Connection lost (${state.reason}); it goes on once the daemon is back.`);
      if (state.name === 'incompatible' || state.name === 'unauthorised') finish(() => reject(new Error(state.reason)));
      if (state.name === 'waiting') lost = true;
    });
    const subscription = client.subscribe(request, {
      onEvent: (event) => onEvent(event, end),
      onResume: () => {
        lost = false;
        cli.terminal.note('Connected again.');
      },
      onReset: () => {
        lost = false;
        cli.terminal.note('The daemon has another journal: its numbers begin anew.');
      },
      onError: (error) => finish(() => reject(error)),
    });
    const end = () => finish(resolve);
    const finish = (settle: () => void) => {
      process.off('SIGINT', end).off('SIGTERM', end);
      offState();
      subscription.close();
      settle();
    };
    process.on('SIGINT', end).on('SIGTERM', end);
  });
}
