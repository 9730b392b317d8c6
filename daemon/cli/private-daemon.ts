import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Connection } from '../client/index.ts';
import { resolvePaths } from '../lifecycle/paths.ts';
import { connect } from './connection.ts';
import { endDaemon, startDaemon } from './daemon-process.ts';

/**
 * A daemon for one run, on a home that goes away with it: no console, no trading of its own.
 *
 * @returns its connection; disposing it ends the daemon and removes the home
 */
export async function privateDaemon(): Promise<AsyncDisposable & { client: Connection }> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'nightdesk-'));
  const env = { ...process.env, NIGHTDESK_HOME: home, NIGHTDESK__CONSOLE__ENABLED: 'false', NIGHTDESK__BOT__STARTSTATE: 'stopped' };
  const { socket } = resolvePaths(env);
  const remove = () => fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  try {
    await startDaemon(env);
    const client = await connect(socket);
    return {
      client,
      [Symbol.asyncDispose]: async () => {
        await endDaemon(client, () => client.callConfirmed('daemon.stop', {}));
        client.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
