import type { Connection } from '../daemon/client/connection.ts';
import type { DeskWatch } from './desk-watch.ts';
import type { QuickStop } from './tray-model.ts';

const QUICK_STOP_MS = 30_000;

interface CommandsOptions {
  readonly connection: Connection;
  readonly desk: DeskWatch;
  readonly onQuickStop: (state: QuickStop) => void;
  /** A command failed; for people. */
  readonly onProblem: (title: string, detail: string) => void;
}

/** What the tray can tell the bot. Runs in the main process alone, so that no window has to live. */
export class Commands {
  readonly #options: CommandsOptions;
  #stopping = false;

  constructor(options: CommandsOptions) {
    this.#options = options;
  }

  /**
   * Cancels every order and halts. While the daemon cannot be reached it goes on trying, and it says so when it could not be
   * confirmed.
   */
  async quickStop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    const { connection, desk, onQuickStop } = this.#options;
    onQuickStop({ phase: 'sending' });
    connection.connect();
    try {
      const idempotencyKey = crypto.randomUUID();
      desk.take(await connection.call('bot.panic', {}, { wait: true, idempotencyKey, timeoutMs: QUICK_STOP_MS }));
      onQuickStop({ phase: 'idle' });
    } catch (error) {
      onQuickStop({ phase: 'failed', problem: textOf(error) });
    } finally {
      this.#stopping = false;
    }
  }

  async run(verb: 'start' | 'pause' | 'resume'): Promise<void> {
    const { connection, desk, onProblem } = this.#options;
    try {
      desk.take(await connection.call(`bot.${verb}`, {}));
    } catch (error) {
      onProblem(`The bot did not ${verb}`, textOf(error));
    }
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
