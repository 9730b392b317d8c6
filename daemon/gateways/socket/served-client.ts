import type { LineFault } from '../../protocol/lines.ts';
import type { Session } from '../../rpc/session.ts';
import { SocketSession } from './socket-session.ts';
import type { Connection, ConnectionHandler } from './transport.ts';

type Answer = string | undefined;

/** What carries out the calls: the one dispatcher behind every way in. */
export interface Receiver {
  open(session: Session): void;
  close(session: Session): void;
  /** The answer as JSON text, or undefined when none is due. */
  receive(session: Session, message: unknown): Answer | Promise<Answer>;
  parseError(session: Session, what: LineFault): string;
}

interface Options {
  readonly connection: Connection;
  readonly dispatcher: Receiver;
  readonly token: string | undefined;
  /** Calls under way at once; past it nothing more is read from the client. */
  readonly maxPending: number;
  readonly onFault: (error: unknown) => void;
}

/** One client: its lines go to the dispatcher, the answers back; it is closed when it has ended and nothing is owed to it. */
export class ServedClient implements ConnectionHandler {
  readonly #options: Options;
  readonly #session: SocketSession;
  readonly #pending = new Set<Promise<void>>();
  #ended = false;

  constructor(options: Options) {
    const { connection, dispatcher, token } = options;
    this.#options = options;
    this.#session = new SocketSession(connection, token);
    dispatcher.open(this.#session);
    connection.onClose(() => dispatcher.close(this.#session));
  }

  message(value: unknown): void {
    const { connection, dispatcher, maxPending } = this.#options;
    const answer = dispatcher.receive(this.#session, value);
    if (answer instanceof Promise) {
      const done: Promise<void> = this.#deliver(answer).then(() => this.#settle(done));
      this.#pending.add(done);
      if (this.#pending.size >= maxPending) connection.hold(true);
      return;
    }
    if (answer !== undefined) connection.send(answer);
    if (this.#session.barred) connection.close();
  }

  fault(what: LineFault): void {
    const { connection, dispatcher } = this.#options;
    connection.send(dispatcher.parseError(this.#session, what));
    if (what === 'oversize') connection.close();
  }

  end(): void {
    this.#ended = true;
    if (this.#pending.size === 0) this.#options.connection.close();
  }

  /** Resolves when the calls under way now are answered. */
  async idle(): Promise<void> {
    await Promise.all(this.#pending);
  }

  async #deliver(answer: Promise<Answer>): Promise<void> {
    try {
      const text = await answer;
      if (text !== undefined) this.#options.connection.send(text);
    } catch (error) {
      this.#options.onFault(error);
    }
  }

  #settle(done: Promise<void>): void {
    const { connection, maxPending } = this.#options;
    this.#pending.delete(done);
    if (this.#pending.size < maxPending) connection.hold(false);
    if (this.#ended && this.#pending.size === 0) connection.close();
  }
}
