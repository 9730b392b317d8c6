import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { readJson, writeAtomic } from '../daemon/lifecycle/files.ts';
import { NOTICE_LEVELS } from './notice.ts';

const Notify = z.object({
  /** The least level that is shown on the desktop. */
  from: z.enum(['off', ...NOTICE_LEVELS]).default('critical'),
  sound: z.boolean().default(true),
});
export type Notify = z.infer<typeof Notify>;

const Settings = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int().min(200), height: z.int().min(200) }).optional(),
  maximized: z.boolean().default(false),
  /** What closing the window does; asked once. */
  whenClosed: z.enum(['ask', 'hide', 'quit']).default('ask'),
  notify: Notify.prefault({}),
});
export type Settings = z.infer<typeof Settings>;

/** What only this console remembers; everything else is the daemon's. */
export class SettingsFile {
  readonly #file: string;
  #settings: Settings;

  constructor(file: string) {
    this.#file = file;
    const read = Settings.safeParse(readJson(file) ?? {});
    this.#settings = read.success ? read.data : Settings.parse({});
  }

  get(): Settings {
    return this.#settings;
  }

  set(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change };
    fs.mkdirSync(path.dirname(this.#file), { recursive: true });
    writeAtomic(this.#file, JSON.stringify(this.#settings, null, 2));
  }
}
