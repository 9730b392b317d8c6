import { DaemonClient } from './client.ts';
import type { Hello } from './connection.ts';
import { socketConnector } from './socket.ts';

/** @returns the greeting of the daemon at the socket, or undefined when none answers within `timeoutMs` */
export async function probeDaemon(path: string, { timeoutMs = 2_000, token }: { timeoutMs?: number; token?: string } = {}): Promise<Hello | undefined> {
  const client = new DaemonClient({ connect: socketConnector(path, token), client: 'probe' });
  try {
    return await client.call('session.hello', { client: 'probe', token }, { timeoutMs });
  } catch {
    return undefined;
  } finally {
    client.close();
  }
}
