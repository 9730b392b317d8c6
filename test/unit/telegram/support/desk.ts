import fs from 'node:fs';
import path from 'node:path';
import { Channels, type ChannelsOptions } from '../../../../daemon/channels/channels.ts';
import { KINDS } from '../../../../daemon/channels/kinds.ts';
import { systemClock } from '../../../../daemon/channels/ports.ts';
import { telegramKind } from '../../../../daemon/channels/telegram/telegram.ts';
import { tradingHandlers } from '../../../../daemon/compose/trading.ts';
import { ConfigStore } from '../../../../daemon/config/store.ts';
import { Engine } from '../../../../daemon/engine/engine.ts';
import { PaperExchange } from '../../../../daemon/exchange/paper/exchange.ts';
import { EventBus } from '../../../../daemon/journal/bus.ts';
import { History } from '../../../../daemon/journal/history.ts';
import { Journal } from '../../../../daemon/journal/journal.ts';
import { Vitals } from '../../../../daemon/lifecycle/vitals.ts';
import { type Log, SILENT } from '../../../../daemon/log/log.ts';
import { LogStore } from '../../../../daemon/log/log-store.ts';
import { Audit } from '../../../../daemon/rpc/audit.ts';
import { Dispatcher } from '../../../../daemon/rpc/dispatcher.ts';
import { channelsHandlers } from '../../../../daemon/rpc/handlers/channels.ts';
import { configHandlers } from '../../../../daemon/rpc/handlers/config.ts';
import { daemonHandlers } from '../../../../daemon/rpc/handlers/daemon.ts';
import { recordsHandlers } from '../../../../daemon/rpc/handlers/records.ts';
import { RateLimits } from '../../../../daemon/rpc/limits.ts';
import type { Session } from '../../../../daemon/rpc/session.ts';
import { Store } from '../../../../daemon/store/store.ts';
import { STRATEGIES } from '../../../../daemon/strategies/index.ts';
import { Vault } from '../../../../daemon/vault/vault.ts';
import type { BotApi, Chat, Person, Shown } from '../../../fakes/bot-api.ts';
import { EXACT, HandSource } from '../../../support/desk.ts';
import type { MethodName, Params, Result, Role } from './types.ts';

export const ADA: Person = { id: 42, first_name: 'Ada', username: 'ada' };
export const MALLORY: Person = { id: 666, first_name: '<b>Mallory', username: 'mallory' };
export const PRIVATE: Chat = { id: 42, type: 'private' };
export const GROUP: Chat = { id: -1001, type: 'supergroup', title: 'Desk & friends' };
export const OWNER: Session = { id: 'o', who: 'local', role: 'owner', via: 'socket' };

/** Two pairs, and nothing that trades by itself. */
const CONFIG = JSON.stringify({
  market: { pairs: ['BTC/USDT', 'ETH/USDT'] },
  exits: { stopLoss: null, takeProfit: [], trailing: null },
  strategies: Object.fromEntries([...STRATEGIES.keys()].map((id) => [id, { enabled: false }])),
});

export interface BenchOptions extends Partial<Pick<ChannelsOptions, 'clock' | 'backoff' | 'log'>> {
  readonly settings?: Record<string, unknown>;
  readonly topics?: readonly string[];
  readonly home: string;
}

/** A desk on a market moved by hand, with every method behind the real dispatcher, and a bot at a fake Bot API. */
export class Bench {
  readonly api: BotApi;
  readonly source = new HandSource();
  readonly store: Store;
  readonly journal: Journal;
  readonly bus: EventBus;
  readonly config: ConfigStore;
  readonly vault: Vault;
  readonly engine: Engine;
  readonly audit: Audit;
  readonly channels: Channels;
  readonly dispatcher: Dispatcher;
  readonly faults: unknown[] = [];
  readonly #settings: Record<string, unknown>;
  readonly #topics: readonly string[];

  constructor(api: BotApi, { home, settings = {}, topics = ['notify.message'], log = SILENT, ...options }: BenchOptions) {
    this.api = api;
    this.#settings = { apiRoot: api.root, chatIntervalMs: 0, pollSeconds: 5, timeoutSeconds: 30, ...settings };
    this.#topics = topics;
    const file = path.join(home, 'config.jsonc');
    if (!fs.existsSync(file)) fs.writeFileSync(file, CONFIG);
    this.store = new Store(path.join(home, 'data.db'));
    this.bus = new EventBus((_owner, error) => this.faults.push(error));
    this.journal = new Journal(this.store, this.bus);
    this.config = new ConfigStore({ file, env: {} });
    this.vault = new Vault({ store: this.store, key: 'keyfile', places: { keyfile: path.join(home, 'vault.key') }, onValue() {} });
    const faultLog: Log = { ...log, error: (text, data) => void this.faults.push(data?.error ?? text), child: () => faultLog };
    const exchange = new PaperExchange({ source: this.source, options: EXACT });
    const { store, journal, bus, config, vault } = this;
    this.engine = new Engine({ store, journal, bus, config, source: this.source, exchange, strategies: STRATEGIES, log: faultLog });
    this.audit = new Audit({ store, journal });
    const receiver: Pick<Dispatcher, 'receive'> = { receive: (session, message) => this.dispatcher.receive(session, message) };
    const telegram = telegramKind({ store, journal, audit: this.audit, dispatcher: receiver, now: () => (options.clock ?? systemClock).now() });
    const kinds = [...KINDS, telegram as unknown as (typeof KINDS)[number]];
    this.channels = new Channels({ store, journal, bus, config, vault, kinds, backoff: { baseMs: 4, maxMs: 30 }, log: faultLog, ...options });
    this.dispatcher = this.#dispatcher(faultLog);
  }

  #dispatcher(log: Log): Dispatcher {
    const { store, config, engine, journal, audit, channels, vault } = this;
    const logs = new LogStore({ store, keepDays: () => 1 });
    const identity = {
      pid: 1,
      version: '0.1.0',
      bootId: 'b',
      startedAt: Date.now(),
      home: '/',
      socket: '/',
      runtime: 'Node',
      launcher: 'foreground',
      lastExit: 'first',
    } as const;
    return new Dispatcher({
      store,
      audit,
      log,
      validateResults: true,
      limits: new RateLimits({ rate: () => ({ perSecond: 1e9, burst: 1e9 }) }),
      handlers: {
        ...tradingHandlers(engine, { store, config, journal, history: new History(store), vault, bus: this.bus, logs }),
        ...channelsHandlers({ channels }),
        ...recordsHandlers({ logs, audit }),
        ...configHandlers({ config }),
        ...daemonHandlers({
          identity,
          events: () => ({ firstSeq: journal.firstSeq, lastSeq: journal.lastSeq, oldestAt: null }),
          store: () => store.size(),
          console: () => null,
          vitals: new Vitals(),
          figures: () => ({ calls: {}, connections: 0, subscribers: 0 }),
          checks: () => [{ name: 'all', status: 'ok', detail: 'well <& good>' }],
          diagnostics: () => ({}),
          requestRestart: () => {},
          requestStop: () => {},
          now: Date.now,
        }),
      },
    });
  }

  /** Starts everything, with a channel "phone". */
  async start(): Promise<this> {
    await this.channels.start();
    this.engine.start();
    this.vault.set('channels.phone.token', this.api.token);
    await this.channels.configure({ id: 'phone', kind: 'telegram', topics: [...this.#topics], settings: this.#settings }, 'test');
    return this;
  }

  async stop(): Promise<void> {
    await this.channels.stop();
    await this.engine.stop();
    this.config.stop();
    this.store.close();
  }

  /** Calls a method as the owner. @throws the error object of the answer */
  async call<M extends MethodName>(method: M, params: Params<M>, session = OWNER): Promise<Result<M>> {
    const answer = JSON.parse((await this.dispatcher.receive(session, { jsonrpc: '2.0', id: 1, method, params })) ?? '{}');
    if (answer.error) throw answer.error;
    return answer.result;
  }

  /** Links somebody, and drops what was said about it. */
  async link(person = ADA, chat: Chat = PRIVATE, role: Role = 'operator', more: { thread?: number } = {}): Promise<void> {
    const { code } = await this.call('channels.pair', { id: 'phone', role });
    const before = this.api.sent.length;
    this.api.write(person, chat, `/${chat.type === 'private' ? 'start' : 'link'} ${code}`, more);
    await this.api.until(() => this.api.sent.length > before);
  }

  /** Writes something and waits for one more message in the chat. */
  async ask(text: string, person = ADA, chat: Chat = PRIVATE, more: { thread?: number; date?: number } = {}): Promise<Shown> {
    const before = this.api.in(chat.id).length;
    this.api.write(person, chat, text, more);
    await this.api.until(() => this.api.in(chat.id).length > before);
    return this.api.in(chat.id).at(-1) as Shown;
  }

  /** Presses a button and waits until its message has changed. */
  async press(message: Shown, button: string, person = ADA, chat: Chat = PRIVATE): Promise<Shown> {
    const { edits } = this.api.messages.get(message.id) as Shown;
    this.api.press(person, chat, message, button);
    await this.api.until(() => (this.api.messages.get(message.id)?.edits ?? 0) > edits);
    return this.api.messages.get(message.id) as Shown;
  }

  /** Resolves when all that was written before has been handled. */
  async quiet(): Promise<void> {
    await this.api.until(() => this.api.pending === 0);
  }

  tell(...texts: string[]): number[] {
    return texts.map((text) => this.journal.append('notify.message', { text, level: 'info', who: 'test', channels: null }));
  }

  /** Resolves once the channel is in a state. */
  async state(state: string): Promise<Result<'channels.get'>> {
    for (;;) {
      const now = this.channels.get('phone');
      if (now.state === state) return now;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  audited(): Array<{ who: string; method: string; outcome: string; role: string }> {
    return this.audit.query({ limit: 1000 }).items.map(({ who, method, outcome, role }) => ({ who, method, outcome, role }));
  }
}
