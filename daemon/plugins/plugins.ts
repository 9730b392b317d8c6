import type { ChannelKind } from '../channels/descriptor.ts';
import type { Log } from '../log/log.ts';
import { RpcError } from '../protocol/errors.ts';
import type { Result } from '../protocol/methods/index.ts';
import type { Plugin } from '../protocol/methods/plugins.ts';
import type { Store } from '../store/store.ts';
import type { Strategy } from '../strategies/strategy.ts';
import { pluginKind } from './channel.ts';
import { findPlugins, type PluginFile, type RefusedFile } from './files.ts';
import { Manifest } from './manifest.ts';
import { type PluginMethod, pluginMethods } from './methods.ts';
import { PluginRecords } from './records.ts';
import { pluginStrategy } from './strategy.ts';
import { type PluginLimits, PluginThread, remedyFor } from './thread.ts';

/** Where what plugins add is put. */
export interface PluginPlaces {
  /** @throws Error when there is one of that id already */
  addStrategy(strategy: Strategy): void;
  removeStrategy(id: string): void;
  /** Says that a strategy cannot go on, so that nobody waits for its next candle to learn of it. */
  failStrategy(id: string, error: Error): void;
  /** @throws Error when there is one of that name already */
  addKind(kind: ChannelKind): Promise<void>;
  removeKind(kind: string): Promise<void>;
  /** Has its channels begin anew, and so say why they wait. */
  renewKind(kind: string): Promise<void>;
  addMethod(method: PluginMethod): void;
  removeMethod(name: string): void;
  /** Calls a method of the daemon on behalf of a plugin. */
  call(plugin: string, method: string, params: unknown): Promise<unknown>;
}

export interface PluginsOptions {
  readonly folder: string;
  readonly store: Store;
  readonly limits: () => PluginLimits;
  readonly log: Log;
  readonly places: PluginPlaces;
}

/** A plugin that was started, whether it still works or not. */
interface Started {
  readonly thread: PluginThread;
  readonly sha256: string;
  methods: string[];
  channel: boolean;
  strategy: boolean;
}

/** The user's own code: nothing of it runs before an owner enabled it, and then only as it was when enabled. */
export class Plugins {
  readonly #options: PluginsOptions;
  readonly #records: PluginRecords;
  readonly #started = new Map<string, Started>();
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: PluginsOptions) {
    this.#options = options;
    this.#records = new PluginRecords(options.store);
  }

  /** Starts those that are enabled, all at once; one that can't be started is told of, and is in nobody's way. */
  start(): Promise<void> {
    return this.#inTurn(() => this.#startEnabled());
  }

  async #startEnabled(): Promise<void> {
    const enabled = this.#records.all();
    if (enabled.size === 0) return;
    const found = new Map(findPlugins(this.#options.folder).map((file) => [file.name, file]));
    await Promise.all(
      [...enabled].map(async ([name, sha256]) => {
        const file = found.get(name);
        if (file && 'sha256' in file && file.sha256 === sha256) return this.#load(file);
        const { reason, remedy } = this.#info(name, file, sha256);
        this.#options.log.warn(`Plugin ${name} was not started: ${reason}`, {
          remedy: remedy ?? undefined,
          is: { code: 'plugin_not_started', params: { plugin: name, reason: reason ?? '' } },
        });
      }),
    );
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#started.values()].map(({ thread }) => thread.stop('the daemon stops')));
  }

  list(): Result<'plugins.list'> {
    const { folder } = this.#options;
    const enabled = this.#records.all();
    const found = findPlugins(folder);
    const missing = [...enabled.keys()].filter((name) => !found.some((file) => file.name === name));
    const items = [...found.map((file) => this.#info(file.name, file, enabled.get(file.name))), ...missing.map((name) => this.#info(name, undefined, ''))];
    return { folder, items };
  }

  /** Runs the code as it is now; a plugin that fails stays enabled, and says why. @throws RpcError `not_found`, `conflict` */
  enable(name: string, who: string): Promise<Plugin> {
    return this.#inTurn(async () => {
      const file = this.#find(name);
      await this.#unload(name);
      this.#records.put(name, file.sha256, who);
      await this.#load(file);
      return this.#get(name);
    });
  }

  /** @throws RpcError `not_found`, `conflict` when it is not enabled */
  async reload(name: string, who: string): Promise<Plugin> {
    if (!this.#records.all().has(name)) {
      this.#find(name);
      throw new RpcError('conflict', `plugin ${name} is not enabled`, { field: 'name', hint: `nightdesk plugins enable ${name}` });
    }
    return this.enable(name, who);
  }

  /** @throws RpcError `not_found` */
  disable(name: string): Promise<Plugin> {
    return this.#inTurn(async () => {
      if (!this.#records.all().has(name)) this.#find(name);
      this.#records.delete(name);
      await this.#unload(name);
      return this.#get(name);
    });
  }

  async #load(file: PluginFile): Promise<void> {
    const { name } = file;
    const { limits, places, log } = this.#options;
    const thread = new PluginThread({
      ...{ name, file: file.file, limits },
      log: log.child(`plugin.${name}`),
      call: (method, params) => places.call(name, method, params),
      onFault: (reason) => this.#failed(name, thread, reason),
    });
    const started: Started = { thread, sha256: file.sha256, methods: [], channel: false, strategy: false };
    this.#started.set(name, started);
    try {
      await this.#register(name, started, Manifest.safeParse(await thread.load()));
    } catch (error) {
      thread.fail((error as Error).message);
    }
  }

  async #register(name: string, started: Started, parsed: ReturnType<typeof Manifest.safeParse>): Promise<void> {
    const { places, log } = this.#options;
    const { thread } = started;
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new Error(`what it exports is not what a plugin may be: ${issue?.path.join('.') || 'default'}: ${issue?.message}`);
    }
    const { methods, channel, strategy } = parsed.data;
    const made = {
      methods: pluginMethods(name, methods, thread),
      kind: channel && pluginKind(name, channel, thread),
      strategy: strategy && pluginStrategy(name, strategy, thread),
    };
    if (made.strategy) {
      places.addStrategy(made.strategy);
      started.strategy = true;
    }
    if (made.kind) {
      await places.addKind(made.kind);
      started.channel = true;
    }
    for (const method of made.methods) {
      places.addMethod(method);
      started.methods.push(method.name);
    }
    log.info(`Plugin ${name} runs`);
  }

  /** What it added stays in its place and answers why it does not work, so that whoever meets it is told. */
  #failed(name: string, thread: PluginThread, reason: string): void {
    const { log, places } = this.#options;
    const started = this.#started.get(name);
    if (started?.thread !== thread) return;
    log.warn(`Plugin ${name} was stopped: ${reason}`, { remedy: remedyFor(name), is: { code: 'plugin_stopped', params: { plugin: name, reason } } });
    if (started.strategy) places.failStrategy(name, new Error(`plugin ${name} was stopped: ${reason}`));
    if (started.channel) places.renewKind(name).catch((error: unknown) => log.error(`Channels of plugin ${name} could not be parked`, { error }));
  }

  async #unload(name: string): Promise<void> {
    const started = this.#started.get(name);
    if (!started) return;
    const { places } = this.#options;
    this.#started.delete(name);
    for (const method of started.methods) places.removeMethod(method);
    await started.thread.stop('it was disabled or is loaded anew');
    if (started.strategy) places.removeStrategy(name);
    if (started.channel) await places.removeKind(name);
  }

  #find(name: string): PluginFile {
    const { folder } = this.#options;
    const found = findPlugins(folder);
    const file = found.find((candidate) => candidate.name === name);
    if (!file) {
      const names = found.map((candidate) => candidate.name).join(', ');
      throw new RpcError('not_found', `there is no plugin "${name}" in ${folder}`, {
        field: 'name',
        hint: names ? `There are: ${names}` : `Put ${name}.mjs there`,
      });
    }
    if ('problem' in file) throw new RpcError('conflict', `plugin ${name} is refused: ${file.problem}`, { field: 'name', hint: file.remedy });
    return file;
  }

  #get(name: string): Plugin {
    const found = findPlugins(this.#options.folder).find((file) => file.name === name);
    return this.#info(name, found, this.#records.all().get(name));
  }

  #info(name: string, file: PluginFile | RefusedFile | undefined, enabled: string | undefined): Plugin {
    const started = this.#started.get(name);
    const sha256 = file && 'sha256' in file ? file.sha256 : null;
    return {
      name,
      file: file?.file ?? '',
      ...this.#state(name, file, enabled),
      changed: enabled !== undefined && sha256 !== null && sha256 !== (started?.sha256 ?? enabled),
      sha256,
      adds: { methods: started?.methods ?? [], channel: started?.channel ?? false, strategy: started?.strategy ?? false },
    };
  }

  #state(name: string, file: PluginFile | RefusedFile | undefined, enabled: string | undefined): Pick<Plugin, 'state' | 'reason' | 'remedy'> {
    const started = this.#started.get(name);
    if (started?.thread.reason !== undefined) return { state: 'failed', reason: started.thread.reason, remedy: remedyFor(name) };
    if (started) return { state: 'running', reason: null, remedy: null };
    if (!file) return { state: 'missing', reason: 'its file is gone', remedy: `Put it back, or: nightdesk plugins disable ${name}` };
    if ('problem' in file) return { state: 'refused', reason: file.problem, remedy: file.remedy };
    if (enabled === undefined) return { state: 'disabled', reason: null, remedy: null };
    if (enabled === file.sha256) return { state: 'failed', reason: 'it was not started', remedy: remedyFor(name) };
    return { state: 'changed', reason: 'its code is not the one that was enabled', remedy: `Look at it, then: nightdesk plugins reload ${name}` };
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#work.then(work);
    this.#work = result.catch(() => {});
    return result;
  }
}
