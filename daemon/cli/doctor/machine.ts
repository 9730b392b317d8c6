import fs from 'node:fs';
import path from 'node:path';
import type { Paths } from '../../lifecycle/paths.ts';
import { runtimeProblem } from '../../lifecycle/runtime.ts';
import { bytes } from '../format/number.ts';
import { type Finding, fail, ok, warn } from './check.ts';

const MIB = 1024 ** 2;
const LOW_SPACE = 1024 * MIB;
const NO_SPACE = 100 * MIB;

export function checkRuntime(): Finding {
  const problem = runtimeProblem();
  return problem ? fail('runtime', problem, 'Install Node 24, or use `npx nightdesk` in its folder.') : ok('runtime', `Node ${process.versions.node}`);
}

/** The folders belong to their user alone. */
export function checkHome({ home, data }: Paths): Finding {
  const stat = fs.statSync(data, { throwIfNoEntry: false }) ?? fs.statSync(home, { throwIfNoEntry: false });
  if (!stat) return ok('home', `${home} is not there yet; the first start makes it`);
  if (process.platform === 'win32') return ok('home', home);
  if (stat.uid !== process.getuid?.()) return fail('home', `${data} belongs to user ${stat.uid}`, `Run as that user, or: sudo chown -R "$USER" "${home}"`);
  const open = stat.mode & 0o077;
  return open ? warn('home', `${data} is open to others (${mode(stat.mode)})`, `chmod 700 "${data}"`) : ok('home', home);
}

/** The socket belongs to its user alone. */
export function checkSocket({ socket, run, socketNote }: Paths): Finding {
  if (process.platform === 'win32') return ok('socket', socket);
  const stat = fs.lstatSync(socket, { throwIfNoEntry: false });
  if (!stat) return ok('socket', `${socket} is not there: no daemon runs`);
  if (!stat.isSocket()) return fail('socket', `${socket} is no socket`, 'Move that file away and start the daemon.');
  const folder = fs.statSync(run);
  if (stat.mode & 0o177) return fail('socket', `${socket} is open to others (${mode(stat.mode)})`, `chmod 600 "${socket}"`);
  if (folder.mode & 0o077) return fail('socket', `${run} is open to others (${mode(folder.mode)})`, `chmod 700 "${run}"`);
  return ok('socket', socketNote ?? `${socket} (${mode(stat.mode)})`);
}

export function checkDisk({ home }: Paths): Finding {
  const { bavail, bsize } = fs.statfsSync(existing(home));
  const free = bavail * bsize;
  const detail = `${bytes(free)} free at ${home}`;
  if (free < NO_SPACE) return fail('disk', detail, 'Free some space: without it nothing can be written down, and the bot must stop.');
  return free < LOW_SPACE ? warn('disk', detail, 'Free some space soon.') : ok('disk', detail);
}

const existing = (folder: string): string => (fs.existsSync(folder) ? folder : existing(path.dirname(folder)));
const mode = (bits: number): string => (bits & 0o777).toString(8).padStart(4, '0');
