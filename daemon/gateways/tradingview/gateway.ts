import type { Server } from 'node:http';
import type { Config } from '../../config/schema.ts';
import { listenOn, portOf, shownHost } from '../listen.ts';
import type { SignalAppOptions } from './app.ts';

type Settings = Config['tradingview'];

interface Options extends Omit<SignalAppOptions, 'proxies'> {
  readonly settings: () => Settings;
}

const MAX_SOCKETS = 64;
/** A message is short: whoever takes longer to send one keeps a place from others. Node looks at that once in the interval. */
const LIMITS = { requestTimeout: 5000, headersTimeout: 5000, keepAliveTimeout: 5000, connectionsCheckingInterval: 1000 } as const;

/** The way in for signals, on an address of its own, so that opening it to the world opens nothing else. */
export class TradingViewGateway {
  readonly #options: Options;
  #server: Server | undefined;
  #host = '';

  constructor(options: Options) {
    this.#options = options;
  }

  /** Where it listens; null while it is off. */
  get url(): string | null {
    return this.#server ? `http://${shownHost(this.#host)}:${portOf(this.#server)}` : null;
  }

  /** Where it is reached from outside, as far as that is known. */
  get publicUrl(): string | null {
    return this.#options.settings().publicUrl?.replace(/\/+$/, '') ?? this.url;
  }

  /** Listens, where the configuration says so. @throws when the address can't be had: a proxy would not find another */
  async start(): Promise<void> {
    const { settings, ...options } = this.#options;
    const { enabled, host, port } = settings();
    if (!enabled || this.#server) return;
    // Loaded only now, since most desks never open it.
    const [{ createAdaptorServer }, { createSignalApp }] = await Promise.all([import('@hono/node-server'), import('./app.ts')]);
    const app = createSignalApp({ ...options, proxies: () => settings().trustedProxies });
    const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false, serverOptions: LIMITS }) as Server;
    server.maxConnections = MAX_SOCKETS;
    await listenOn(server, host, port);
    this.#server = server;
    this.#host = host;
    this.#options.log.info(`signals of TradingView are taken at ${this.url}/signals/…`);
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
}
