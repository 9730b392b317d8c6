import type { Connection, ConnectionState } from '../daemon/client/connection.ts';
import { SYSTEM_TIMERS, type Timers } from '../daemon/client/timers.ts';

/** What the console does about the daemon. */
export type KeeperState =
  /** A daemon answers, or one that answered is waited for. */
  | { readonly phase: 'attached' }
  | { readonly phase: 'starting' }
  /** It was stopped on purpose; only the user starts it again. */
  | { readonly phase: 'stopped' }
  | { readonly phase: 'failed'; readonly problem: string };

interface KeeperOptions {
  readonly connection: Connection;
  /** Starts the daemon and resolves when it answers. `force` starts it even if it keeps crashing. */
  readonly launch: (force: boolean) => Promise<unknown>;
  /** Whether a daemon is wanted, as it was left the last time. */
  readonly desired: () => 'running' | 'stopped';
  /** Whether the system restarts the daemon by itself. */
  readonly supervised: () => Promise<boolean>;
  readonly timers?: Timers;
}

/** Starts in a minute after which it is left alone. */
const MAX_STARTS = 4;
const WINDOW_MS = 60_000;
const FIRST_WAIT_MS = 1_000;

/**
 * Sees to it that there is a daemon to attach to: starts one, and starts it again when it crashed, after 1, 2, 4 and 8
 * seconds and not more often than four times a minute. A daemon that was stopped on purpose stays down, one that the
 * system looks after is left to it, and closing the console ends neither.
 */
export class DaemonKeeper {
  readonly #options: KeeperOptions;
  readonly #timers: Timers;
  readonly #onChange: (state: KeeperState) => void;
  #state: KeeperState = { phase: 'attached' };
  #starts: number[] = [];
  #cancel: (() => void) | undefined;
  #busy = false;
  #ended = false;

  constructor(options: KeeperOptions, onChange: (state: KeeperState) => void) {
    this.#options = options;
    this.#timers = options.timers ?? SYSTEM_TIMERS;
    this.#onChange = onChange;
    options.connection.onState((state) => this.#onConnection(state));
  }

  get state(): KeeperState {
    return this.#state;
  }

  /** The user wants it started now, whatever happened before. */
  async startNow(): Promise<void> {
    if (this.#busy) return;
    this.#starts = [];
    await this.#start(true);
  }

  /** Looks after it no longer. */
  stop(): void {
    this.#ended = true;
    this.#cancel?.();
  }

  #onConnection({ name }: ConnectionState): void {
    if (name === 'ready') {
      this.#cancel?.();
      this.#cancel = undefined;
      this.#become({ phase: 'attached' });
    } else if (name === 'waiting') void this.#consider();
  }

  /** There is no connection. */
  async #consider(): Promise<void> {
    if (this.#busy || this.#ended || this.#cancel || this.#state.phase === 'failed') return;
    if (this.#options.desired() === 'stopped') {
      this.#become({ phase: 'stopped' });
      return;
    }
    this.#busy = true;
    const supervised = await this.#options.supervised().catch(() => false);
    this.#busy = false;
    if (!supervised && this.#options.connection.state.name !== 'ready') this.#schedule();
  }

  #schedule(): void {
    const recent = this.#starts.filter((at) => at > this.#timers.now() - WINDOW_MS);
    this.#starts = recent;
    if (recent.length >= MAX_STARTS) {
      this.#become({ phase: 'failed', problem: `the daemon ended ${MAX_STARTS} times within a minute` });
      return;
    }
    const wait = recent.length === 0 ? 0 : FIRST_WAIT_MS * 2 ** (recent.length - 1);
    this.#cancel = this.#timers.after(wait, () => {
      this.#cancel = undefined;
      void this.#start(false);
    });
  }

  async #start(force: boolean): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#busy = true;
    this.#starts.push(this.#timers.now());
    this.#become({ phase: 'starting' });
    try {
      await this.#options.launch(force);
      this.#options.connection.connect();
    } catch (error) {
      this.#become({ phase: 'failed', problem: error instanceof Error ? error.message : String(error) });
    } finally {
      this.#busy = false;
    }
  }

  #become(state: KeeperState): void {
    if (this.#ended) return;
    this.#state = state;
    this.#onChange(state);
  }
}
