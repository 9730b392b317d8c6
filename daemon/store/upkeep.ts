/** Runs `work` after a time; the answer takes that back. */
export type After = (ms: number, work: () => void) => () => void;

export interface UpkeepOptions {
  /** A small piece of the work; answers whether there may be more of it. */
  readonly piece: () => boolean;
  readonly onFault: (error: unknown) => void;
  readonly after?: After;
}

const EVERY_MS = 3600_000;
/** Between two pieces, so that trading is let through. */
const PAUSE_MS = 20;

const systemAfter: After = (ms, work) => {
  const timer = setTimeout(work, ms).unref();
  return () => clearTimeout(timer);
};

/** Clears away what is too old: at the start and every hour, in small pieces with pauses between them. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  #cancel: (() => void) | undefined;

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  start(): void {
    this.#next(PAUSE_MS);
  }

  stop(): void {
    this.#cancel?.();
  }

  #next(ms: number): void {
    const { piece, onFault, after = systemAfter } = this.#options;
    this.#cancel = after(ms, () => {
      let more = false;
      try {
        more = piece();
      } catch (error) {
        onFault(error);
      }
      this.#next(more ? PAUSE_MS : EVERY_MS);
    });
  }
}
