import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { SocketGateway } from '../gateways/socket/gateway.ts';
import { writeAtomic } from '../lifecycle/files.ts';
import type { Paths } from '../lifecycle/paths.ts';
import type { LogHub } from '../log/hub.ts';
import type { Dispatcher } from '../rpc/dispatcher.ts';
import type { Teardown } from './teardown.ts';

/** Listens on the local socket, then says so in `daemon.json`. @throws SocketPlaceError */
export async function localSocket(paths: Paths, dispatcher: Dispatcher, hub: LogHub, who: object, teardown: Teardown): Promise<void> {
  const token = process.platform === 'win32' ? socketToken(paths, hub) : undefined;
  const gateway = new SocketGateway({ path: paths.socket, dispatcher, log: hub.log('socket'), ...(token && { token }) });
  await gateway.start();
  teardown.add('socket', () => gateway.stop());
  fs.mkdirSync(paths.run, { recursive: true, mode: 0o700 });
  writeAtomic(paths.info, `${JSON.stringify({ ...who, socket: paths.socket }, null, 2)}\n`, { durable: false });
  teardown.add('daemon.json', () => fs.rmSync(paths.info, { force: true }));
}

/** On Windows every user can open a pipe, so clients prove that they can read a file of this user. */
function socketToken(paths: Paths, hub: LogHub): string {
  if (!fs.existsSync(paths.token)) writeAtomic(paths.token, randomBytes(32).toString('base64url'));
  const token = fs.readFileSync(paths.token, 'utf8').trim();
  hub.redactor.add(token);
  return token;
}
