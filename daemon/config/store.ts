import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { writeAtomic } from '../lifecycle/files.ts';
import { RpcError } from '../protocol/index.ts';
import { editText } from './edit.ts';
import { FIRST_CONFIG } from './first.ts';
import { parseConfig } from './parse.ts';
import { differences, readPath, valueAt } from './path.ts';
import { ConfigError, type ConfigProblem, showProblem } from './problem.ts';
import { Config } from './schema.ts';

export interface ConfigChange {
  readonly config: Config;
  readonly previous: Config;
  /** Paths that differ, such as `bot.maxOpenTrades`. */
  readonly paths: readonly string[];
  readonly who: string;
}

export interface ConfigEdit {
  /** Such as `bot.maxOpenTrades`. */
  readonly path: string;
  /** Null removes the value, or switches off what may be null. */
  readonly value: unknown;
}

export interface ConfigStoreOptions {
  readonly file: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

type Loaded = { config: Config; overridden: readonly string[] };

/**
 * The configuration in force. It follows the file: a good edit takes effect at once, a bad one leaves what was in
 * force and is told to `onProblem`.
 */
export class ConfigStore {
  readonly file: string;
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #changed = new Set<(change: ConfigChange) => void>();
  readonly #problem = new Set<(error: ConfigError) => void>();
  #loaded: Loaded;
  #text: string;
  #watcher: fs.FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;

  /**
   * Reads the file; writes a first one when there is none.
   *
   * @throws ConfigError naming each mistake
   */
  constructor({ file, env = process.env }: ConfigStoreOptions) {
    this.file = file;
    this.#env = env;
    if (!fs.existsSync(file)) {
      fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      writeAtomic(file, FIRST_CONFIG);
    }
    this.#text = fs.readFileSync(file, 'utf8');
    this.#loaded = this.#parse(this.#text);
  }

  get(): Config {
    return this.#loaded.config;
  }

  /** Paths set by environment variables; the file has no say in them. */
  get overridden(): readonly string[] {
    return this.#loaded.overridden;
  }

  /** The value at `path`, or the whole. @throws RpcError `not_found` */
  value(at?: string): unknown {
    const value = at ? this.find(at) : this.get();
    if (value === undefined) throw new RpcError('not_found', `the configuration has no value "${at}"`, { field: 'path' });
    return value;
  }

  /** The value at `path`, or undefined. */
  find(at: string): unknown {
    return valueAt(this.get(), readPath(at, this.get()));
  }

  /** Changes one value in the file and puts it in force. @throws RpcError `invalid` or `conflict`; nothing is changed then */
  set(at: string, value: unknown, who: string): void {
    this.edit([{ path: at, value }], who);
  }

  /** Makes all the edits or none. Comments in the file stay. @throws RpcError `invalid` or `conflict` */
  edit(edits: readonly ConfigEdit[], who: string): void {
    const onDisk = fs.readFileSync(this.file, 'utf8');
    const present = parseConfig(onDisk, this.#env);
    if (!present.ok) throw new RpcError('conflict', `${this.file} has mistakes; mend them first`, { hint: summary(this.file, present.problems) });
    const text = edits.reduce((edited, one) => this.#edited(edited, one), onDisk);
    const next = parseConfig(text, this.#env);
    if (!next.ok) throw rejected(this.file, next.problems);
    if (text !== onDisk) writeAtomic(this.file, text);
    this.#adopt(text, next, who);
  }

  /** Reads the file anew. @throws RpcError `invalid` when it is bad; what was in force stays */
  reload(who: string): void {
    const text = fs.readFileSync(this.file, 'utf8');
    const next = parseConfig(text, this.#env);
    if (!next.ok) throw rejected(this.file, next.problems, `the file is not valid, and the configuration in force stays: `);
    this.#adopt(text, next, who);
  }

  validate(text?: string): readonly ConfigProblem[] {
    const result = parseConfig(text ?? fs.readFileSync(this.file, 'utf8'), this.#env);
    return result.ok ? [] : result.problems;
  }

  onChange(listener: (change: ConfigChange) => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  /** Told when the file was edited into something that can't be used. */
  onProblem(listener: (error: ConfigError) => void): () => void {
    this.#problem.add(listener);
    return () => this.#problem.delete(listener);
  }

  /** Follows the file from now on. The folder is watched, since editors replace the file. */
  start(): void {
    const name = path.basename(this.file);
    this.#watcher = fs.watch(path.dirname(this.file), { persistent: false }, (_event, changed) => {
      if (changed !== null && changed !== name) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#follow(), 100).unref();
    });
    this.#watcher.on('error', () => this.#watcher?.close());
  }

  stop(): void {
    this.#watcher?.close();
    clearTimeout(this.#timer);
  }

  #follow(): void {
    try {
      const text = fs.readFileSync(this.file, 'utf8');
      if (text === this.#text) return;
      this.#text = text;
      this.#adopt(text, this.#parse(text), 'file');
    } catch (error) {
      const told = error instanceof ConfigError ? error : new ConfigError(this.file, [{ path: '', message: `can't be read: ${(error as Error).message}` }]);
      for (const listener of this.#problem) listener(told);
    }
  }

  #parse(text: string): Loaded {
    const result = parseConfig(text, this.#env);
    if (!result.ok) throw new ConfigError(this.file, result.problems);
    return result;
  }

  #edited(text: string, { path: at, value }: ConfigEdit): string {
    const target = readPath(at, this.get());
    const override = this.overridden.find((one) => one === at || one.startsWith(`${at}.`) || at.startsWith(`${one}.`));
    if (override) {
      throw new RpcError('conflict', `"${override}" is set by an environment variable, which the file can't override`, {
        field: 'path',
        hint: 'Unset the variable (NIGHTDESK__…) and start the daemon anew',
      });
    }
    const edited = editText(text, target, value);
    if (value !== null || parseConfig(edited, this.#env).ok) return edited;
    return editText(text, target, undefined);
  }

  #adopt(text: string, next: Loaded, who: string): void {
    const previous = this.#loaded.config;
    this.#text = text;
    this.#loaded = next;
    const paths = differences(previous, next.config);
    if (paths.length === 0) return;
    for (const listener of this.#changed) listener({ config: next.config, previous, paths, who });
  }
}

const summary = (file: string, problems: readonly ConfigProblem[]): string => problems.map((one) => showProblem(path.basename(file), one)).join('; ');

function rejected(file: string, problems: readonly ConfigProblem[], preface = 'this would not be a valid configuration: '): RpcError {
  const [first] = problems;
  return new RpcError('invalid', `${preface}${summary(file, problems)}`, { ...(first?.path && { field: first.path }) });
}

/** JSON Schema of the configuration file, for editors and forms. */
export const configSchema = (): Record<string, unknown> => z.toJSONSchema(Config, { io: 'input' }) as Record<string, unknown>;

/** Whether a change of any of these paths waits for the next start. */
export function needsRestart(paths: readonly string[]): boolean {
  const schema = configSchema();
  return paths.some((at) => {
    let here: unknown = schema;
    return at.split('.').some((key) => {
      here = valueAt(here, ['properties', key]);
      return valueAt(here, ['requiresRestart']) === true;
    });
  });
}
