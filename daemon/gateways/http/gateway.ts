import type { Log } from '../../log/log.ts';
import type { Role } from '../../protocol/schemas/common.ts';
import type { Dispatcher } from '../../rpc/dispatcher.ts';
import { LoginLinks } from '../../rpc/tokens/login-links.ts';
import type { Tokens } from '../../rpc/tokens/tokens.ts';
import { shownHost } from '../listen.ts';
import type { RunningServer } from './server.ts';

export interface ConsoleSettings {
  readonly enabled: boolean;
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Names beside loopback that the console may be reached by, such as that of a reverse proxy. */
  readonly hosts?: readonly string[];
}

interface Options {
  readonly dispatcher: Dispatcher;
  readonly tokens: Tokens;
  readonly settings: () => ConsoleSettings;
  readonly log: Log;
  /** Folder of the built console. */
  readonly rendererDir: string;
  readonly now?: () => number;
}

/** The way in for browsers and scripts over HTTP. It is off until `start`, and all the time where the configuration says so. */
export class HttpGateway {
  readonly #options: Options;
  readonly #links: LoginLinks;
  readonly #now: () => number;
  #server: RunningServer | undefined;
  #host = '';

  constructor(options: Options) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#links = new LoginLinks(this.#now);
  }

  /** Where the console is; null while it is off. */
  get url(): string | null {
    if (this.#server === undefined) return null;
    return `http://${shownHost(this.#host)}:${this.#server.port}`;
  }

  /** Makes a link that lets one browser in, once; undefined while the console is off. */
  link(role: Role): { url: string; expiresAt: number } | undefined {
    if (this.url === null) return undefined;
    const { code, expiresAt } = this.#links.make(role);
    return { url: `${this.url}/open?code=${code}`, expiresAt };
  }

  /** Listens, where the configuration says so. Wait for it before `stop`. */
  async start(): Promise<void> {
    const { settings, log, dispatcher, tokens, rendererDir } = this.#options;
    const { enabled, host, port } = settings();
    if (!enabled || this.#server) return;
    // Loaded only now, so that the local socket need not wait for a web server.
    const { startServer } = await import('./server.ts');
    const hosts = () => [settings().host, ...(settings().hosts ?? [])];
    this.#server = await startServer({ dispatcher, tokens, links: this.#links, log, rendererDir, hosts, now: this.#now, host, wanted: port });
    this.#host = host;
    if (this.#server.moved) {
      log.warn(`port ${port} is taken; the console is at ${this.url}`, {
        remedy: 'end what uses the port, or set console.port in the configuration',
        is: { code: 'port_taken', params: { url: this.url ?? host } },
      });
    } else log.info(`the console is at ${this.url}`);
    if (!/^(127\.|localhost$|::1$)/.test(host)) {
      log.warn(`the console is open to the network on ${host} without encryption`, {
        remedy: 'set console.host to 127.0.0.1, or put a TLS proxy before it',
        is: { code: 'open_to_network', params: { host } },
      });
    }
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.stop();
  }
}
