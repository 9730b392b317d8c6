import type { Connection } from '../daemon/client/connection.ts';
import { SYSTEM_TIMERS, type Timers } from '../daemon/client/timers.ts';
import type { BotStatus } from '../daemon/protocol/schemas/bot.ts';

/** The book the desk trades on; replays have others. */
const DESK = 'paper';
const SETTLE_MS = 500;
const REFRESH_MS = 10_000;

/** Knows how the desk's bot stands, for the tray: it must be right with no window open. */
export class DeskWatch {
  readonly #connection: Connection;
  readonly #timers: Timers;
  readonly #onChange: (status: BotStatus | undefined) => void;
  #status: BotStatus | undefined;
  #cancel: (() => void) | undefined;

  constructor({ connection, timers = SYSTEM_TIMERS }: { connection: Connection; timers?: Timers }, onChange: (status: BotStatus | undefined) => void) {
    this.#connection = connection;
    this.#timers = timers;
    this.#onChange = onChange;
  }

  get status(): BotStatus | undefined {
    return this.#status;
  }

  start(): void {
    const begins = () => this.#refresh();
    this.#connection.subscribe(
      { topics: ['bot.state', 'trade.*'] },
      {
        onStart: begins,
        onResume: begins,
        onReset: begins,
        onEvent: (event) => {
          if (event.topic === 'bot.state' && event.data.account === DESK) this.take(event.data.status);
          else this.#refreshIn(SETTLE_MS);
        },
      },
    );
    this.#connection.onState(({ name }) => {
      if (name === 'waiting') this.#set(undefined);
    });
  }

  stop(): void {
    this.#cancel?.();
  }

  /** A status that came as the answer to a command. */
  take(status: BotStatus): void {
    this.#set(status);
    this.#refreshIn(REFRESH_MS);
  }

  #refreshIn(ms: number): void {
    this.#cancel?.();
    this.#cancel = this.#timers.after(ms, () => this.#refresh());
  }

  #refresh(): void {
    this.#cancel?.();
    this.#connection
      .call('bot.status', { account: DESK })
      .then((status) => this.take(status))
      .catch(() => this.#refreshIn(REFRESH_MS));
  }

  #set(status: BotStatus | undefined): void {
    this.#status = status;
    this.#onChange(status);
  }
}
