import type { Connector, LinkFailure, LinkHandlers } from '../../../daemon/client/connector.ts';
import type { Timers } from '../../../daemon/client/timers.ts';

/** Time that passes only when told to. */
export class FakeTimers implements Timers {
  #now = 1_800_000_000_000;
  #due: Array<{ at: number; run: () => void }> = [];
  chance = 1;

  now(): number {
    return this.#now;
  }

  random(): number {
    return this.chance;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#due.push(timer);
    return () => {
      this.#due = this.#due.filter((other) => other !== timer);
    };
  }

  pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#due = this.#due.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
  }

  get waiting(): number {
    return this.#due.length;
  }
}

interface Sent {
  id: number;
  method: string;
  params: Record<string, unknown>;
}

export const HELLO = {
  name: 'nightdesk',
  version: '1.0.0',
  protocol: 1,
  supported: { min: 1, max: 1 },
  bootId: 'boot',
  storeId: 'store',
  lastSeq: 0,
  time: 0,
  role: 'owner',
};

/** A link whose other end is played by the test. */
export class FakeLink implements Connector {
  readonly token: string | undefined;
  readonly sent: Sent[] = [];
  attempts = 0;
  #handlers: LinkHandlers | undefined;

  constructor(token?: string) {
    this.token = token;
  }

  connect(handlers: LinkHandlers) {
    this.attempts += 1;
    this.#handlers = handlers;
    return { send: (text: string) => void this.sent.push(JSON.parse(text) as Sent), close() {} };
  }

  open(): void {
    this.#handlers?.opened();
  }

  /** Opens and greets. */
  welcome(hello: object = {}): void {
    this.open();
    this.answer('session.hello', { ...HELLO, ...hello });
  }

  lose(failure: LinkFailure = { reason: 'cut' }): void {
    this.#handlers?.closed(failure);
  }

  say(message: object): void {
    this.#handlers?.message({ jsonrpc: '2.0', ...message });
  }

  /** Answers the last call of the method. */
  answer(method: string, result: unknown): void {
    this.say({ id: this.last(method)?.id, result });
  }

  refuse(method: string, kind: string, data: object = {}): void {
    this.say({ id: this.last(method)?.id, error: { code: -32000, message: `refused: ${kind}`, data: { kind, retryable: false, ...data } } });
  }

  last(method: string): Sent | undefined {
    return this.sent.findLast((sent) => sent.method === method);
  }

  count(method: string): number {
    return this.sent.filter((sent) => sent.method === method).length;
  }
}
