import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Mailed {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  /** Whether it came over an encrypted connection. */
  readonly secure: boolean;
  readonly user: string | undefined;
}

/** A refusal: reply code and words. */
export type Refusal = readonly [code: number, text: string];
export type Step = 'connect' | 'login' | 'from' | 'to' | 'data';

const failure = ([responseCode, text]: Refusal) => Object.assign(new Error(text), { responseCode });

/** A real mail server on loopback, which refuses, cuts and hangs as told. */
export class MailServer {
  readonly mails: Mailed[] = [];
  /** Asked at each step; nothing means yes. */
  refuse: (step: Step, value: string) => Refusal | undefined = () => undefined;
  /** Asked once a message is in: whether to cut the connection or never answer. */
  after: () => 'cut' | 'hang' | undefined = () => undefined;
  readonly #server: SMTPServer;
  readonly #waiting = new Set<() => void>();

  private constructor(options: SMTPServerOptions) {
    const ask = (step: Step, value: string, done: (error?: Error | null) => void) => {
      const refusal = this.refuse(step, value);
      done(refusal ? failure(refusal) : null);
    };
    this.#server = new SMTPServer({
      authOptional: true,
      allowInsecureAuth: true,
      disabledCommands: options.key === undefined ? ['STARTTLS'] : [],
      closeTimeout: 100,
      ...options,
      onConnect: (_session, done) => ask('connect', '', done),
      onMailFrom: ({ address }, _session, done) => ask('from', address, done),
      onRcptTo: ({ address }, _session, done) => ask('to', address, done),
      onAuth: ({ username, password }, _session, done) => {
        const refusal = this.refuse('login', `${username}:${password}`);
        if (refusal) done(failure(refusal));
        else done(null, { user: username });
      },
      onData: (stream, { envelope, secure, user }, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const from = envelope.mailFrom ? envelope.mailFrom.address : '';
          this.mails.push({
            from,
            to: envelope.rcptTo.map(({ address }) => address),
            raw: Buffer.concat(chunks).toString(),
            secure,
            user: user as string | undefined,
          });
          for (const wake of this.#waiting) wake();
          const after = this.after();
          if (after === 'cut') for (const connection of this.#server.connections) connection._socket.destroy();
          else if (after !== 'hang') ask('data', '', (error) => (error ? done(error) : done(null, 'queued as ABC123')));
        });
      },
    });
    this.#server.on('error', () => {});
  }

  static async open(options: SMTPServerOptions = {}): Promise<MailServer> {
    const server = new MailServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(resolve));
  }
}
