import type { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';

/** What became of a message that the server took. */
export interface Sent {
  readonly accepted: readonly string[];
  readonly rejected: readonly string[];
  /** The server's words. */
  readonly response: string;
}

type Done<T> = (error?: Error | null, value?: T) => void;

/** A talk with a mail server, each step of which fails when the connection does or its time is over. */
export class SmtpSession {
  readonly #connection: SMTPConnection;
  readonly #signal: AbortSignal;
  readonly #broken = Promise.withResolvers<never>();
  readonly #abort = () => {
    this.#broken.reject(this.#signal.reason);
    this.#connection.close();
  };

  constructor(connection: SMTPConnection, signal: AbortSignal) {
    this.#connection = connection;
    this.#signal = signal;
    this.#broken.promise.catch(() => {});
    connection.on('error', this.#broken.reject);
    connection.on('end', () => this.#broken.reject(new Error('the connection ended')));
    signal.addEventListener('abort', this.#abort, { once: true });
    if (signal.aborted) this.#abort();
  }

  connect(): Promise<unknown> {
    return this.#step((done) => this.#connection.connect(done));
  }

  login(user: string, pass: string): Promise<unknown> {
    return this.#step<unknown>((done) => this.#connection.login({ user, pass }, done));
  }

  send(envelope: { from: string; to: string[] }, message: Readable): Promise<Sent> {
    return this.#step<Sent>((done) => this.#connection.send(envelope, message, done as Parameters<SMTPConnection['send']>[2]));
  }

  /** @param politely waits for the server to take leave, without holding up anybody */
  end(politely: boolean): void {
    this.#signal.removeEventListener('abort', this.#abort);
    if (politely) this.#connection.quit();
    else this.#connection.close();
  }

  #step<T>(work: (done: Done<T>) => void): Promise<T> {
    const answer = Promise.withResolvers<T>();
    answer.promise.catch(() => {});
    work((error, value) => (error ? answer.reject(error) : answer.resolve(value as T)));
    return Promise.race([answer.promise, this.#broken.promise]);
  }
}
