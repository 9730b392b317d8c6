import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

/** Why the socket's place cannot be taken; the message is for people. */
export class SocketPlaceError extends Error {
  override readonly name = 'SocketPlaceError';
  readonly reason: 'running' | 'unsafe' | 'too_long' | 'occupied';

  constructor(reason: SocketPlaceError['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Bytes of `sockaddr_un.sun_path` without its terminating zero (unix(7) on Linux and macOS). */
const MAX_PATH_BYTES = process.platform === 'darwin' ? 103 : 107;

/**
 * Makes sure a socket can be created at `file`: its folder is private to this user, and whatever stands there is the left-over
 * of a daemon that is gone. Dials before it removes anything, so a daemon that runs never loses its socket.
 *
 * @throws {SocketPlaceError}
 */
export async function claimPlace(file: string): Promise<void> {
  if (process.platform === 'win32') return claimPipe(file);
  if (Buffer.byteLength(file) > MAX_PATH_BYTES) {
    throw new SocketPlaceError(
      'too_long',
      `the socket's path is ${Buffer.byteLength(file)} bytes long, this system takes ${MAX_PATH_BYTES}: ${file}. Choose a shorter NIGHTDESK_HOME.`,
    );
  }
  makePrivate(path.dirname(file));
  const found = await dial(file);
  if (found === 'free') return;
  if (found === 'live') throw running(file);
  if (found !== 'stale') throw new SocketPlaceError('occupied', `cannot tell what stands at ${file}: ${found.message}`, { cause: found });
  if (!fs.lstatSync(file).isSocket()) throw new SocketPlaceError('occupied', `${file} is in the way and is not a socket; move it away`);
  fs.unlinkSync(file);
}

async function claimPipe(pipe: string): Promise<void> {
  if ((await dial(pipe)) === 'live') throw running(pipe);
}

const running = (file: string) => new SocketPlaceError('running', `a daemon is already running and answers at ${file}`);

function makePrivate(folder: string): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stat = fs.lstatSync(folder);
  if (!stat.isDirectory()) throw new SocketPlaceError('unsafe', `${folder} must be a folder of its own, not a link or a file`);
  if (stat.uid !== process.getuid?.()) throw new SocketPlaceError('unsafe', `${folder} belongs to another user (uid ${stat.uid})`);
  if ((stat.mode & 0o077) !== 0) fs.chmodSync(folder, 0o700);
}

/** Only a refusal proves that nobody listens; anything unforeseen comes back as the error it was. */
function dial(file: string): Promise<'free' | 'live' | 'stale' | Error> {
  return new Promise((resolve) => {
    const socket = net.connect({ path: file });
    socket.once('connect', () => {
      socket.destroy();
      resolve('live');
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve('free');
      else if (error.code === 'ECONNREFUSED' || error.code === 'ENOTSOCK') resolve('stale');
      else resolve(error);
    });
  });
}
