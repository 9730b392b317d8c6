import { createHash, timingSafeEqual } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Log } from '../../log/log.ts';
import type { StrangerLog } from '../../rpc/strangers.ts';
import { Lockout } from '../../rpc/tokens/lockout.ts';
import { type Hook, TRADINGVIEW_ADDRESSES } from '../../signals/hook.ts';
import { METHOD } from '../../signals/receiver.ts';
import type { Signals } from '../../signals/signals.ts';
import { type ReadMessage, readMessage } from '../../signals/template.ts';
import { Networks, sourceOf } from './source.ts';

type Env = { Bindings: HttpBindings };

export interface SignalAppOptions {
  readonly signals: Pick<Signals, 'door' | 'receive'>;
  readonly strangers: Pick<StrangerLog, 'refused'>;
  /** Proxies whose `X-Forwarded-For` is believed. */
  readonly proxies: () => readonly string[];
  readonly log: Log;
  readonly now: () => number;
}

/** Messages of TradingView are far shorter. */
export const MOST_BYTES = 16 * 1024;
const PUBLISHED = new Networks(TRADINGVIEW_ADDRESSES);

/**
 * One route: `POST /signals/<hook>`. Whoever does not come from an allowed address with the secret of the hook gets one
 * and the same answer, whatever was wrong, and whether there is such a hook or not.
 */
export function createSignalApp(options: SignalAppOptions): Hono<Env> {
  const { log, now } = options;
  const lockout = new Lockout(now);
  const app = new Hono<Env>();
  const stranger = (context: Context<Env>, reason: string, source?: string) => turnAway(context, options, reason, source);

  app.use(async (context, next) => {
    context.header('Cache-Control', 'no-store');
    context.header('X-Content-Type-Options', 'nosniff');
    await next();
  });

  app.post(
    '/signals/:hook',
    bodyLimit({ maxSize: MOST_BYTES, onError: (context) => stranger(context as Context<Env>, `the message is longer than ${MOST_BYTES} bytes`) }),
    async (context) => {
      const { incoming } = context.env;
      const source = sourceOf(incoming.socket.remoteAddress, context.req.header('X-Forwarded-For'), new Networks(options.proxies()));
      if (source === undefined) return stranger(context, 'a proxy named no address in X-Forwarded-For');
      const id = context.req.param('hook');
      const door = options.signals.door(id);
      const message = await readBody(context);
      const guess = `${source} ${id}`;
      // TradingView's addresses are everybody's who uses it, so a wrong secret from there locks out nobody.
      const wait = PUBLISHED.has(source) ? 0 : lockout.wait(guess);
      const read = message === undefined ? undefined : readMessage(door?.hook.template ?? { kind: 'json', fields: {} }, message);
      const isRight = matches(door?.secret, read?.secret);
      if (!door || read === undefined || wait > 0 || !isRight || !isAllowed(door.hook, source)) {
        if (door && read !== undefined && !isRight) lockout.failed(guess);
        return stranger(context, reasonOf({ door, read, wait, isRight }), source);
      }
      lockout.succeeded(guess);
      const { status, body } = await options.signals.receive({ hook: door.hook, remote: source, read });
      return context.json(body, status as 200);
    },
  );

  app.notFound((context) => stranger(context as Context<Env>, `${context.req.method} on a path that is not served`));
  app.onError((error, context) => {
    log.error('A signal could not be taken', { error });
    return context.json({ outcome: 'refused', reason: 'the daemon failed; its log says why' }, 500);
  });
  return app;
}

const isAllowed = (hook: Hook, source: string): boolean => (hook.tradingView && PUBLISHED.has(source)) || new Networks(hook.sources).has(source);

/** In constant time, also where there is no such hook. */
function matches(secret: string | undefined, given: string | undefined): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(secret ?? ''), digest(given ?? '')) && secret !== undefined;
}

/** Undefined for what neither TradingView nor anybody sends as a signal. */
async function readBody(context: Context<Env>): Promise<string | undefined> {
  if (!/^(application\/json|text\/plain)\s*(;|$)/i.test(context.req.header('Content-Type') ?? '')) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await context.req.arrayBuffer());
  } catch {
    return undefined;
  }
}

/** For the audit log alone: what the operator has to mend when it was no stranger. */
function reasonOf(found: { door: { hook: Hook } | undefined; read: ReadMessage | undefined; wait: number; isRight: boolean }): string {
  const { door, read, wait, isRight } = found;
  if (!door) return 'there is no such hook, it is switched off, or the vault is locked';
  if (read === undefined) return 'the body is neither JSON nor plain text in UTF-8';
  if (wait > 0) return `too many wrong secrets from there; looked at again in ${Math.ceil(wait / 1000)} s`;
  if (isRight) return 'the secret is right, and the address is not on the list of the hook';
  return read.secret === undefined ? `it shows no secret${read.problem === undefined ? '' : `: ${read.problem}`}` : 'the secret is wrong';
}

function turnAway(context: Context<Env>, { strangers }: SignalAppOptions, reason: string, source?: string): Response {
  const who = source ?? context.env.incoming.socket.remoteAddress ?? 'unknown';
  const path = context.req.path.slice(0, 100);
  strangers.refused(`${who} ${path} ${reason.replaceAll(/\d+/g, '')}`, {
    who: `tradingview:${who}`,
    via: 'tradingview',
    method: METHOD,
    params: { path },
    reason,
  });
  return context.json({ error: 'not found' }, 404);
}
