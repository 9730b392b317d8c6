import fs from 'node:fs';
import { readJson, writeAtomic } from './files.ts';
import { ownPackage } from './package.ts';

export type LastExit = 'first' | 'clean' | 'crash';

/** What is wanted, for whoever would start the daemon anew. */
export type Desired = 'running' | 'stopped';

interface Saved {
  /** `failed`: it ended by a fault of its own. */
  readonly state: 'starting' | 'up' | 'failed' | 'down';
  readonly desired: Desired;
  readonly bootId: string;
  readonly pid: number;
  readonly version: string;
  /** UTC milliseconds. */
  readonly startedAt: number;
  readonly endedAt?: number;
  /** When it was started after a run that failed or never answered, newest last. */
  readonly retries: readonly number[];
}

export interface BootMark {
  readonly lastExit: LastExit;
  /** How long no daemon was up; null on the first run. */
  readonly downMs: number | null;
}

/** Starts after a run that failed which are allowed in a minute. */
const MAX_RETRIES = 4;
const WINDOW_MS = 60_000;

/** It keeps crashing; starting it again would not help. */
export class CrashLoopError extends Error {
  override readonly name = 'CrashLoopError';
}

/**
 * Remembers over restarts how the last run ended, so that a crash is told from a stop, a crash loop is broken, and a
 * daemon that was stopped on purpose stays down.
 */
export class RunState {
  readonly #file: string;
  readonly #now: () => number;
  #saved: Saved | undefined;
  /** When the last run was last known to live, UTC milliseconds. */
  readonly #lastSeen: number;

  constructor(file: string, now: () => number = Date.now) {
    this.#file = file;
    this.#now = now;
    this.#saved = readJson<Saved>(file);
    this.#lastSeen = this.#saved?.endedAt ?? fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? now();
  }

  /**
   * Marks the start of a run. A run that answered and was then killed from outside is a crash, but no step of a loop:
   * starting again is right.
   *
   * @param force starts even in a crash loop
   * @throws CrashLoopError
   */
  begin(bootId: string, force: boolean): BootMark {
    const now = this.#now();
    const last = this.#saved;
    const recent = (last?.retries ?? []).filter((at) => now - at < WINDOW_MS);
    const failed = last?.state === 'failed' || last?.state === 'starting';
    if (failed && recent.length >= MAX_RETRIES && !force) {
      const wait = Math.ceil((WINDOW_MS - (now - (recent[0] ?? now))) / 1000);
      throw new CrashLoopError(`the daemon was started ${recent.length} times within a minute and failed each time; not trying again for ${wait} s`);
    }
    const { version } = ownPackage();
    this.#save({ state: 'starting', desired: 'running', bootId, pid: process.pid, version, startedAt: now, retries: failed ? [...recent, now] : [] });
    if (!last) return { lastExit: 'first', downMs: null };
    return { lastExit: last.state === 'down' ? 'clean' : 'crash', downMs: Math.max(0, Math.round(now - this.#lastSeen)) };
  }

  /** The run that says it is up; to be believed only of a home whose lock is held. */
  static running(file: string): { readonly pid: number; readonly version: string } | undefined {
    const saved = readJson<Saved>(file);
    return saved?.state === 'up' || saved?.state === 'starting' ? saved : undefined;
  }

  /** Marks that the run answers. */
  ready(): void {
    this.#change({ state: 'up' });
  }

  /** Marks that the run ends by a fault of its own. */
  failed(): void {
    this.#change({ state: 'failed', endedAt: this.#now() });
  }

  /** Marks that the run is alive, so that a crash can be dated. */
  touch(): void {
    const now = new Date(this.#now());
    fs.utimesSync(this.#file, now, now);
  }

  /** Notes what is wanted from now on, before the end begins: who sees the connection close may already ask. */
  want(desired: Desired): void {
    this.#change({ desired });
  }

  /** Marks the end of a run in good order. */
  end(desired: Desired): void {
    this.#change({ state: 'down', desired, endedAt: this.#now(), retries: [] });
  }

  #change(change: Partial<Saved>): void {
    if (this.#saved) this.#save({ ...this.#saved, ...change });
  }

  #save(saved: Saved): void {
    this.#saved = saved;
    writeAtomic(this.#file, `${JSON.stringify(saved, null, 2)}\n`);
  }
}

/** What is wanted of the daemon of this home; launchers that restart by themselves must ask. */
export const desiredState = (file: string): Desired => readJson<Saved>(file)?.desired ?? 'running';
