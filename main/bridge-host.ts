import type { WebContents } from 'electron';
import { z } from 'zod';
import type { BridgeAnswer, StreamNews } from '../daemon/client/bridge.ts';
import type { Connection, StreamStart, SubscribeRequest, Subscription } from '../daemon/client/connection.ts';
import { CHANNELS, OUTSIDE_LINKS, type OutsideLink } from '../daemon/protocol/bridge.ts';
import { isMethod, type MethodName, type Params } from '../daemon/protocol/index.ts';
import { isPluginMethod } from '../daemon/protocol/methods/plugins.ts';
import { RpcError } from '../daemon/protocol/rpc-error.ts';
import type { GuardedIpc } from './guarded-ipc.ts';

const MAX_STREAMS = 50;

const Method = z.string().refine((name) => isMethod(name) || isPluginMethod(name), 'no such method');
const CallParams = z.record(z.string(), z.json());
const Options = z.strictObject({
  timeoutMs: z.int().positive().max(3_600_000).optional(),
  wait: z.boolean().optional(),
  idempotencyKey: z.string().min(1).max(200).optional(),
});
const StreamId = z.int().positive();
const Request = z.strictObject({
  topics: z.array(z.string().max(100)).min(1).max(100),
  since: z.int().nonnegative().optional(),
  snapshot: z.boolean().optional(),
});
const Link = z.enum(Object.keys(OUTSIDE_LINKS) as [OutsideLink, ...OutsideLink[]]);

interface HostOptions {
  readonly ipc: GuardedIpc;
  readonly connection: Connection;
  readonly openLink: (address: string) => void;
}

/** The main process's end of the bridge: relays between windows and the one connection to the daemon. */
export class BridgeHost {
  readonly #connection: Connection;
  readonly #windows = new Map<WebContents, Map<number, Subscription>>();

  constructor({ ipc, connection, openLink }: HostOptions) {
    this.#connection = connection;
    ipc.handle(CHANNELS.call, z.tuple([Method, CallParams, Options]), (_sender, method, params, options) =>
      answerOf(connection.call(method as MethodName, params as Params<MethodName>, options)),
    );
    ipc.handle(CHANNELS.subscribe, z.tuple([StreamId, Request]), (sender, id, request) => this.#subscribe(sender, id, request));
    ipc.handle(CHANNELS.unsubscribe, z.tuple([StreamId]), (sender, id) => this.#unsubscribe(sender, id));
    ipc.handle(CHANNELS.state, z.tuple([]), () => connection.state);
    ipc.handle(CHANNELS.connect, z.tuple([]), () => connection.connect());
    ipc.handle(CHANNELS.openLink, z.tuple([Link]), (_sender, link) => openLink(OUTSIDE_LINKS[link]));
    connection.onState((state) => {
      for (const contents of this.#windows.keys()) contents.send(CHANNELS.stateChanged, state);
    });
  }

  /** Serves a window. Its streams end with the page that asked for them. */
  attach(contents: WebContents): void {
    const streams = new Map<number, Subscription>();
    this.#windows.set(contents, streams);
    const endStreams = () => {
      for (const stream of streams.values()) stream.close();
      streams.clear();
    };
    contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) endStreams();
    });
    contents.on('render-process-gone', endStreams);
    contents.on('destroyed', () => {
      endStreams();
      this.#windows.delete(contents);
    });
  }

  #subscribe(contents: WebContents, id: number, request: SubscribeRequest): void {
    const streams = this.#windows.get(contents);
    if (!streams || streams.has(id)) return;
    if (streams.size >= MAX_STREAMS) throw new Error(`a window may have ${MAX_STREAMS} streams`);
    const news: StreamNews[] = [];
    const tell = (one: StreamNews) => {
      if (news.length === 0) queueMicrotask(() => send());
      news.push(one);
    };
    // What arrives in one piece crosses to the window in one piece.
    const send = () => {
      const batch = news.splice(0);
      if (streams.has(id)) contents.send(CHANNELS.news, id, batch);
    };
    const begins = (kind: 'start' | 'resume' | 'reset') => (start: StreamStart) => tell({ kind, start });
    const subscription = this.#connection.subscribe(request, {
      onEvent: (event) => tell({ kind: 'event', event }),
      onStart: begins('start'),
      onResume: begins('resume'),
      onReset: begins('reset'),
      onError: (error) => tell({ kind: 'error', error: error.toObject() }),
    });
    streams.set(id, subscription);
  }

  #unsubscribe(contents: WebContents, id: number): void {
    const streams = this.#windows.get(contents);
    streams?.get(id)?.close();
    streams?.delete(id);
  }
}

async function answerOf(call: Promise<unknown>): Promise<BridgeAnswer> {
  try {
    return { ok: true, result: await call };
  } catch (error) {
    if (error instanceof RpcError) return { ok: false, error: error.toObject() };
    throw error;
  }
}
