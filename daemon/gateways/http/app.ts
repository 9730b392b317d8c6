import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import type { Log } from '../../log/log.ts';
import { MAX_LINE_BYTES, RpcError } from '../../protocol/index.ts';
import { errorText, parseErrorText } from '../../rpc/answers.ts';
import type { Dispatcher } from '../../rpc/dispatcher.ts';
import type { LoginLinks } from '../../rpc/tokens/login-links.ts';
import type { Identity, Tokens } from '../../rpc/tokens/tokens.ts';
import { hostAllowed, originAllowed } from './access.ts';
import { BROWSER_LIFE_MS, bearerOf, browserIdentity, remoteOf, sessionCookie } from './credentials.ts';
import { SECURITY_HEADERS } from './headers.ts';
import { ENTERING, LINK_SPENT, NOT_BUILT, NOT_FOUND, PAGE_POLICY, SIGN_IN } from './pages.ts';
import { type RendererFile, RendererFiles } from './renderer-files.ts';

type Env = { Bindings: HttpBindings };

export interface AppOptions {
  readonly dispatcher: Dispatcher;
  readonly tokens: Tokens;
  readonly links: LoginLinks;
  readonly log: Log;
  readonly rendererDir: string;
  readonly hosts: () => readonly string[];
  readonly port: () => number;
  readonly now: () => number;
}

/** The routes: `/health`, `/open` (one-time link), `/rpc`, and the console for who is signed in. */
export function createApp(options: AppOptions): Hono<Env> {
  const { tokens, links, log, now, port } = options;
  const files = new RendererFiles(options.rendererDir);
  const app = new Hono<Env>();

  app.use(async (context, next) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.header(name, value);
    const { headers, socket } = context.env.incoming;
    if (!hostAllowed(headers.host, socket.localAddress, options.hosts()))
      return refusal(context, 'this Host is not served', 'use the address the daemon prints');
    if (!originAllowed(headers.origin, headers.host)) return refusal(context, 'this Origin may not call', 'call from a page of this server, or from no page');
    return next();
  });

  app.get('/health', (context) => context.json({ status: 'ok' }, 200, { 'Cache-Control': 'no-store' }));

  app.get('/open', (context) => {
    // Hono answers HEAD by the same route; a look must not use the link up.
    if (context.req.method === 'HEAD') return context.body(null, 204);
    const role = links.redeem(context.req.query('code') ?? '');
    if (role === undefined) return page(context, LINK_SPENT, 410);
    const { token, id } = tokens.createBrowser(role, now() + BROWSER_LIFE_MS);
    log.info(`a browser was let in as ${role}`, { token: id, remote: remoteOf(context.env.incoming) });
    context.header('Set-Cookie', sessionCookie(port(), token));
    return page(context, ENTERING, 200);
  });

  app.post('/rpc', bodyLimit({ maxSize: MAX_LINE_BYTES, onError: (context) => json(context, parseErrorText('oversize'), 413) }), (context) =>
    rpc(context, options),
  );

  app.get('*', async (context) => {
    if (!signedIn(context, options)) return context.req.path === '/' ? page(context, SIGN_IN, 401) : context.text('not signed in', 401);
    const file = await files.get(context.req.path);
    if (file) return serve(context, file);
    return context.req.path === '/' ? page(context, NOT_BUILT, 503) : page(context, NOT_FOUND, 404);
  });

  app.onError((error, context) => {
    if (error instanceof HTTPException) return error.getResponse();
    log.error(`${context.req.method} ${context.req.path} failed`, { error });
    return context.text('the daemon failed; its log says why', 500);
  });
  return app;
}

function page(context: Context<Env>, html: string, status: 200 | 401 | 404 | 410 | 503): Response {
  return context.html(html, status, { 'Content-Security-Policy': PAGE_POLICY, 'Cache-Control': 'no-store' });
}

const json = (context: Context<Env>, text: string, status: 200 | 400 | 401 | 403 | 413 | 415 | 429): Response =>
  context.body(text, status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });

const refusal = (context: Context<Env>, message: string, hint: string): Response =>
  json(context, errorText(null, new RpcError('forbidden', message, { hint })), 403);

function signedIn(context: Context<Env>, { tokens, port }: AppOptions): boolean {
  try {
    return browserIdentity(context.env.incoming, tokens, port()) !== undefined;
  } catch (error) {
    if (error instanceof RpcError) return false;
    throw error;
  }
}

function serve(context: Context<Env>, file: RendererFile): Response {
  const headers: Record<string, string> = {
    'Content-Type': file.type,
    'Cache-Control': file.immutable ? 'private, max-age=31536000, immutable' : 'no-cache',
    ETag: file.etag,
    Vary: 'Accept-Encoding',
  };
  if (context.req.header('If-None-Match') === file.etag) return context.body(null, 304, headers);
  if (file.gzipped && /\bgzip\b/.test(context.req.header('Accept-Encoding') ?? '')) {
    return context.body(file.gzipped, 200, { ...headers, 'Content-Encoding': 'gzip' });
  }
  return context.body(file.plain, 200, headers);
}

/** JSON-RPC by HTTP, for who holds an API token. A cookie does not count here, so no page can make a browser call it. */
async function rpc(context: Context<Env>, { dispatcher, tokens }: AppOptions): Promise<Response> {
  let identity: Identity;
  try {
    identity = tokens.verify(bearerOf(context.env.incoming) ?? '', remoteOf(context.env.incoming));
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    context.header('WWW-Authenticate', 'Bearer');
    if (error.data.retryAfterMs) context.header('Retry-After', String(Math.ceil(error.data.retryAfterMs / 1000)));
    return json(context, errorText(null, error), error.kind === 'rate_limited' ? 429 : 401);
  }
  if (!/^application\/json\b/i.test(context.req.header('Content-Type') ?? '')) {
    return json(
      context,
      errorText(null, new RpcError('invalid', 'the body is JSON', { field: 'Content-Type', hint: 'send Content-Type: application/json' })),
      415,
    );
  }
  const message = parseBody(await context.req.arrayBuffer());
  if ('fault' in message) return json(context, parseErrorText(message.fault), 400);
  const session = { id: `http-${identity.id}`, who: identity.who, role: identity.role, via: 'http' };
  const answer = await dispatcher.receive(session, message.value);
  return answer === undefined ? context.body(null, 204) : json(context, answer, 200);
}

function parseBody(bytes: ArrayBuffer): { value: unknown } | { fault: 'utf8' | 'json' } {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { fault: 'utf8' };
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { fault: 'json' };
  }
}
