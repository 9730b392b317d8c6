import type { Connection, ConnectionState, Hello } from '../client/index.ts';
import { ownPackage } from '../lifecycle/package.ts';
import { clientSocket } from '../lifecycle/paths.ts';
import { pipeToken } from '../lifecycle/pipe-token.ts';
import { CliError, EXIT } from './exit.ts';

/** Why no daemon answered, and how to start one. */
function noDaemon(socket: string, why?: string): CliError {
  const message = why?.includes(socket) ? why : `no daemon at ${socket}${why ? ` (${why})` : ''}`;
  const hint = process.env.NIGHTDESK_SOCKET ? 'NIGHTDESK_SOCKET names this socket. Start its daemon, or unset it.' : 'Start it with: nightdesk daemon start';
  return new CliError(message, { code: EXIT.noDaemon, hint });
}

/** The greeting of the daemon at `socket`, or undefined when none answers. */
export async function probe(socket: string): Promise<Hello | undefined> {
  const { probeDaemon } = await import('../client/probe.ts');
  return probeDaemon(socket, { token: pipeToken() });
}

/**
 * Connects to the daemon.
 *
 * @throws CliError (no daemon) when the first attempt fails
 */
export async function connect(socket: string = clientSocket()): Promise<Connection> {
  const [{ DaemonClient }, { socketConnector }] = await Promise.all([import('../client/client.ts'), import('../client/socket.ts')]);
  const client = new DaemonClient({ connect: socketConnector(socket, pipeToken()), client: `cli ${ownPackage().version}` });
  try {
    await firstAttempt(client, socket);
    return client;
  } catch (error) {
    client.close();
    throw error;
  }
}

function firstAttempt(client: Connection, socket: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (state: ConnectionState) => {
      if (state.name === 'ready') resolve();
      else if (state.name === 'waiting') reject(noDaemon(socket, state.reason));
      else if (state.name === 'incompatible' || state.name === 'unauthorised') reject(new CliError(state.reason));
    };
    client.onState(settle);
    client.connect();
  });
}
