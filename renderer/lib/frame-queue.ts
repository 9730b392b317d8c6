/** Runs `task` before the next drawing, or soon when the page is hidden and nothing is drawn. */
export type Schedule = (task: () => void) => void;

const HIDDEN_MS = 250;

export const nextFrame: Schedule = (task) => {
  if (document.hidden) setTimeout(task, HIDDEN_MS);
  else requestAnimationFrame(task);
};

/** Collects items and hands them over in one batch per frame, in order. */
export class FrameQueue<T> {
  readonly #take: (items: readonly T[]) => void;
  readonly #schedule: Schedule;
  #items: T[] = [];

  constructor({ take, schedule = nextFrame }: { take: (items: readonly T[]) => void; schedule?: Schedule }) {
    this.#take = take;
    this.#schedule = schedule;
  }

  push(item: T): void {
    this.#items.push(item);
    if (this.#items.length === 1) this.#schedule(() => this.flush());
  }

  /** Hands over what is there, now. */
  flush(): void {
    if (this.#items.length === 0) return;
    const items = this.#items;
    this.#items = [];
    this.#take(items);
  }
}
