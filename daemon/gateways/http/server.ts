import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { listenOn, portOf } from '../listen.ts';
import { type AppOptions, createApp } from './app.ts';
import { WebSockets } from './web-sockets.ts';

const MAX_SOCKETS = 512;

export interface RunningServer {
  readonly port: number;
  /** Whether another port than the one wanted had to be taken. */
  readonly moved: boolean;
  stop(): Promise<void>;
}

/**
 * Serves the console, `/rpc` and `/ws` on one port.
 *
 * @throws when the address cannot be listened on at all
 */
export async function startServer({ host, wanted, ...options }: Omit<AppOptions, 'port'> & { host: string; wanted: number }): Promise<RunningServer> {
  let port = 0;
  const shared = { ...options, port: () => port };
  const app = createApp(shared);
  const sockets = new WebSockets(shared);
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  server.maxConnections = MAX_SOCKETS;
  server.on('upgrade', (request, stream, head) => sockets.upgrade(request, stream, head));
  const moved = await listen(server, host, wanted);
  port = portOf(server);
  return {
    port,
    moved,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      await sockets.stop();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Answers whether it had to fall back to a free port because the one wanted is taken. */
async function listen(server: Server, host: string, wanted: number): Promise<boolean> {
  try {
    await listenOn(server, host, wanted);
    return false;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (wanted === 0 || (code !== 'EADDRINUSE' && code !== 'EACCES')) throw error;
    await listenOn(server, host, 0);
    return true;
  }
}
