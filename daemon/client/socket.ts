import fs from 'node:fs';
import { IPCModule } from 'node-ipc';
import type { LineFault } from '../protocol/lines.ts';
import type { Connector, Link, LinkFailure, LinkHandlers } from './connector.ts';
import { FAULT, LineParser, MESSAGE } from './line-parser.ts';

/** Longest answer taken, bytes: snapshots and exports are larger than any request. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const ID = 'nightdesk';

/**
 * The way over the local socket.
 *
 * @param path Unix socket, or Windows pipe
 * @param token needed where the socket itself does not keep others out (Windows); a function is asked at every attempt, as the
 *   token comes to be with the daemon's first start
 */
export function socketConnector(path: string, token?: string | (() => string | undefined)): Connector {
  return {
    get token() {
      return typeof token === 'function' ? token() : token;
    },
    connect: (handlers) => connect(path, handlers),
  };
}

function connect(path: string, handlers: LinkHandlers): Link {
  const stranger = owner(path);
  if (stranger) return refused(handlers, stranger);
  const ipc = new IPCModule();
  const parser = new LineParser(MAX_ANSWER_BYTES, (error) =>
    queueMicrotask(() => {
      throw error;
    }),
  );
  // Its own retries would hammer the socket every half second for ever.
  Object.assign(ipc.config, { silent: true, parser, maxRetries: 0, stopRetrying: true });
  ipc.connectTo(ID, path);
  const client = ipc.of[ID]!;
  let failure: LinkFailure = { reason: 'the daemon closed the connection' };
  let open = false;
  const end = () => {
    ipc.disconnect(ID);
    handlers.closed(failure);
  };
  client.on('connect', () => {
    open = true;
    handlers.opened();
  });
  client.on(MESSAGE, handlers.message);
  client.on(FAULT, (what: LineFault) => {
    failure = { reason: `the daemon sent what cannot be read (${what})` };
    client.socket.destroy();
  });
  client.on('error', (error: NodeJS.ErrnoException) => {
    failure = explain(path, error);
  });
  client.on('disconnect', end);
  return {
    send: (text) => {
      if (open) client.emit(MESSAGE, `${text}\n`);
    },
    close: () => {
      // Not `ipc.disconnect`, which would throw away what was just sent.
      if (open) client.socket.destroySoon();
      else client.socket.destroy();
      open = false;
    },
  };
}

function refused(handlers: LinkHandlers, failure: LinkFailure): Link {
  queueMicrotask(() => handlers.closed(failure));
  return { send() {}, close() {} };
}

/** Another user's socket is nobody to talk to: secrets go over this connection. */
function owner(path: string): LinkFailure | undefined {
  const uid = process.getuid?.();
  const stat = uid === undefined ? undefined : fs.statSync(path, { throwIfNoEntry: false });
  if (!stat || stat.uid === uid || uid === 0) return undefined;
  return { reason: `${path} belongs to another user (uid ${stat.uid})`, unauthorised: true };
}

function explain(path: string, error: NodeJS.ErrnoException): LinkFailure {
  const hint = 'start it with: nightdesk daemon start';
  if (error.code === 'ENOENT') return { reason: `no daemon at ${path}`, hint };
  if (error.code === 'ECONNREFUSED') return { reason: `no daemon at ${path}: one was there and is gone`, hint };
  if (error.code === 'EACCES' || error.code === 'EPERM') return { reason: `${path} may not be opened by this user`, unauthorised: true };
  return { reason: `the connection to ${path} failed: ${error.message}` };
}
