import type { IncomingMessage } from 'node:http';
import { parse } from 'hono/utils/cookie';
import type { Identity, Tokens } from '../../rpc/tokens/tokens.ts';

/** Cookies do not know ports, so the port is in the name: two daemons on one machine keep apart. */
const cookieName = (port: number): string => `nightdesk_${port}`;

export const BROWSER_LIFE_MS = 30 * 24 * 60 * 60 * 1000;

export function sessionCookie(port: number, token: string): string {
  return `${cookieName(port)}=${token}; Path=/; Max-Age=${BROWSER_LIFE_MS / 1000}; HttpOnly; SameSite=Strict`;
}

export const bearerOf = (request: IncomingMessage): string | undefined => /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];

export const remoteOf = (request: IncomingMessage): string => request.socket.remoteAddress ?? 'unknown';

/**
 * Whom the browser's cookie stands for; undefined without one.
 *
 * @throws RpcError as `Tokens.verify` does
 */
export function browserIdentity(request: IncomingMessage, tokens: Tokens, port: number): Identity | undefined {
  const token = parse(request.headers.cookie ?? '', cookieName(port))[cookieName(port)];
  return token === undefined ? undefined : tokens.verify(token, remoteOf(request));
}
