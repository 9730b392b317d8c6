import type { Log } from '../log/log.ts';

type Step = () => void | Promise<void>;

/** What was begun, to be ended in reverse order. A step that fails is written down and does not keep the others. */
export class Teardown {
  readonly #steps: Array<[name: string, step: Step]> = [];
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  add(name: string, step: Step): void {
    this.#steps.push([name, step]);
  }

  /** @returns whether every step went well */
  async run(): Promise<boolean> {
    let clean = true;
    for (let next = this.#steps.pop(); next; next = this.#steps.pop()) {
      const [name, step] = next;
      try {
        await step();
      } catch (error) {
        clean = false;
        this.#log.error(`${name} did not stop in good order`, { error });
      }
    }
    return clean;
  }
}
