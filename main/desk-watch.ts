import type { Connection } from '../daemon/client/connection.ts';
import { SYSTEM_TIMERS, type Timers } from '../daemon/client/timers.ts';
import type { TypedEvent } from '../daemon/protocol/index.ts';
import type { BotStatus } from '../daemon/protocol/schemas/bot.ts';

/** The book the desk trades on; replays have others. */
export const DESK = 'paper';
const SETTLE_MS = 500;
const REFRESH_MS = 10_000;
/** What people are told of, beyond how the bot stands. */
const NEWS = ['warning', 'exception', 'risk.breach', 'protection.*', 'alert.fired', 'channel.state', 'daemon.health', 'daemon.state'];

interface DeskWatchOptions {
  readonly connection: Connection;
  /** Hears of everything that happens from now on. */
  readonly onEvent: (event: TypedEvent) => void;
  readonly timers?: Timers;
}

/** Knows how the desk's bot stands, for the tray: it must be right with no window open. */
export class DeskWatch {
  readonly #connection: Connection;
  readonly #timers: Timers;
  readonly #onChange: (status: BotStatus | undefined) => void;
  readonly #onEvent: (event: TypedEvent) => void;
  #status: BotStatus | undefined;
  #cancel: (() => void) | undefined;

  constructor({ connection, onEvent, timers = SYSTEM_TIMERS }: DeskWatchOptions, onChange: (status: BotStatus | undefined) => void) {
    this.#connection = connection;
    this.#timers = timers;
    this.#onChange = onChange;
    this.#onEvent = onEvent;
  }

  get status(): BotStatus | undefined {
    return this.#status;
  }

  start(): void {
    const begins = () => this.#refresh();
    this.#connection.subscribe(
      { topics: ['bot.state', 'trade.*', ...NEWS] },
      {
        onStart: begins,
        onResume: begins,
        onReset: begins,
        onEvent: (event) => {
          if (event.topic === 'bot.state' && event.data.account === DESK) this.take(event.data.status);
          else if (!NEWS.includes(event.topic)) this.#refreshIn(SETTLE_MS);
          this.#onEvent(event);
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
