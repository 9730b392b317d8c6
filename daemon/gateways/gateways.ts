import type { ConfigChange, ConfigStore } from '../config/store.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log/log.ts';
import type { Gateway as GatewayInfo } from '../protocol/methods/gateways.ts';
import { RpcError } from '../protocol/rpc-error.ts';

type Section = 'console' | 'tradingview';

/** A way in that its section of the configuration opens and closes. */
export interface Gateway {
  readonly id: GatewayInfo['id'];
  readonly title: string;
  readonly description: string;
  readonly section: Section;
  /** Settings that it follows without listening anew. */
  readonly live: readonly string[];
  /** Where it listens; null while it does not. */
  readonly address: () => string | null;
  /** Listens where its settings say so, else does nothing. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  readonly gateways: readonly Gateway[];
  /** The local socket, which is open for as long as the daemon lives. */
  readonly socket: string;
  readonly config: ConfigStore;
  readonly schema: (section: Section) => unknown;
  readonly journal: Journal;
  readonly log: Log;
}

interface Place {
  readonly gateway: Gateway;
  /** Openings and closings, one after the other. */
  turn: Promise<void>;
  waiting: NodeJS.Timeout | undefined;
  state: GatewayInfo['state'];
  reason: string | null;
}

/** Lets the answer out to the very caller that changed the address. */
const GRACE_MS = 200;

/** The ways in, kept in step with the configuration. One that cannot be opened keeps neither the daemon nor the others. */
export class Gateways {
  readonly #with: Options;
  readonly #places: readonly Place[];
  #ends: (() => void) | undefined;

  constructor(options: Options) {
    this.#with = options;
    this.#places = options.gateways.map((gateway) => ({ gateway, turn: Promise.resolve(), waiting: undefined, state: 'stopped', reason: null }));
  }

  run(): void {
    this.#ends = this.#with.config.onChange((change) => this.#onConfig(change));
    for (const place of this.#places) this.#reopen(place);
  }

  async close(): Promise<void> {
    this.#ends?.();
    await Promise.all(
      this.#places.map(async (place) => {
        clearTimeout(place.waiting);
        await place.turn;
        await place.gateway.stop();
      }),
    );
  }

  list(): GatewayInfo[] {
    const { socket } = this.#with;
    const local: GatewayInfo = {
      id: 'socket',
      title: 'Local socket',
      description: 'JSON-RPC for programs of this user: the desktop console, the command line, scripts',
      state: 'running',
      address: socket,
      reason: null,
      canStop: false,
      section: null,
      settings: {},
      schema: { type: 'object', properties: {}, additionalProperties: false },
    };
    return [local, ...this.#places.map((place) => this.#info(place))];
  }

  /** @throws RpcError `not_found`, `conflict` for the local socket, `invalid` naming the setting */
  async configure(id: string, settings: Readonly<Record<string, unknown>>, who: string): Promise<GatewayInfo> {
    const place = this.#place(id);
    const { section } = place.gateway;
    this.#with.config.edit(
      Object.entries(settings).map(([name, value]) => ({ path: `${section}.${name}`, value })),
      who,
    );
    return this.#settled(place);
  }

  /** @throws RpcError as `configure` does */
  async enable(id: string, enabled: boolean, who: string): Promise<GatewayInfo> {
    const place = this.#place(id);
    const { section } = place.gateway;
    const wanted = this.#with.config.get()[section].enabled;
    if (wanted !== enabled) this.#with.config.set(`${section}.enabled`, enabled, who);
    // It should be open and is not: that is worth another try.
    else if (enabled && place.state === 'failing') this.#reopen(place);
    return this.#settled(place);
  }

  /** Where the caller comes in by this very way, the answer must be out before it closes. */
  async #settled(place: Place): Promise<GatewayInfo> {
    if (place.waiting === undefined) await place.turn;
    return this.#info(place);
  }

  #place(id: string): Place {
    const place = this.#places.find((one) => one.gateway.id === id);
    if (place) return place;
    if (id === 'socket') throw new RpcError('conflict', 'the local socket is open for as long as the daemon runs, and has no settings', { field: 'id' });
    throw new RpcError('not_found', `there is no way in called "${id}"`, { field: 'id', hint: 'gateways.list names those there are' });
  }

  #info({ gateway, state, reason }: Place): GatewayInfo {
    const { id, title, description, section } = gateway;
    const { enabled: _enabled, ...settings } = this.#with.config.get()[section];
    return { id, title, description, state, address: gateway.address(), reason, canStop: true, section, settings, schema: this.#with.schema(section) };
  }

  #onConfig({ paths }: ConfigChange): void {
    for (const place of this.#places) {
      const { section, live } = place.gateway;
      const own = paths.filter((path) => path.startsWith(`${section}.`)).map((path) => path.slice(section.length + 1));
      if (!own.some((path) => !live.some((name) => path === name || path.startsWith(`${name}.`)))) continue;
      clearTimeout(place.waiting);
      // Nobody who asks for it is connected to what is closed.
      if (place.gateway.address() === null) this.#reopen(place);
      else place.waiting = setTimeout(() => this.#reopen(place), GRACE_MS);
    }
  }

  #reopen(place: Place): void {
    place.waiting = undefined;
    place.turn = place.turn.then(async () => {
      const { gateway } = place;
      await gateway.stop();
      try {
        await gateway.start();
        this.#tell(place, gateway.address() === null ? 'stopped' : 'running', null);
      } catch (error) {
        this.#with.log.error(`${gateway.title} could not be opened`, {
          error,
          remedy: `Look at the section "${gateway.section}" of the configuration`,
          is: { code: 'gateway_failed', params: { gateway: gateway.title, section: gateway.section } },
        });
        this.#tell(place, 'failing', error instanceof Error ? error.message : String(error));
      }
    });
  }

  #tell(place: Place, state: GatewayInfo['state'], reason: string | null): void {
    const isNew = place.state !== state || place.reason !== reason || state === 'running';
    place.state = state;
    place.reason = reason;
    if (isNew) this.#with.journal.append('gateway.state', { gateway: place.gateway.id, state, address: place.gateway.address(), reason });
  }
}
