import { once } from 'node:events';
import net from 'node:net';
import readline from 'node:readline';

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape pass through
type Answer = any;

/** Changes what the daemon answered to a greeting, on its way to the client. */
export type Skew = (answer: Answer, greeting: { readonly readOnly?: boolean }) => Answer;

export interface SkewedSocket {
  readonly path: string;
  /** Names of the methods called so far. */
  readonly called: readonly string[];
  /** From now on, for connections that begin: answers to `session.hello` go through this; none, as they are. */
  skew(change: Skew | undefined): void;
  close(): Promise<void>;
}

/** A socket in front of a daemon's that makes it greet as one of another version would. */
export async function skewedSocket(path: string, upstream: string, change: Skew): Promise<SkewedSocket> {
  const called: string[] = [];
  let current: Skew | undefined = change;
  const ends = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const greet = current;
    const daemon = net.connect(upstream);
    const greetings = new Map<unknown, { readonly readOnly?: boolean }>();
    for (const [socket, other] of [
      [client, daemon],
      [daemon, client],
    ] as const) {
      ends.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => other.destroy());
    }
    lines(client, (line) => {
      const { id, method, params } = JSON.parse(line);
      called.push(method);
      if (method === 'session.hello') greetings.set(id, params);
      daemon.write(`${line}\n`);
    });
    lines(daemon, (line) => {
      const answer = JSON.parse(line);
      const greeting = greetings.get(answer.id);
      greetings.delete(answer.id);
      client.write(`${greeting && greet ? JSON.stringify(greet(answer, greeting)) : line}\n`);
    });
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    path,
    called,
    skew: (next) => {
      current = next;
    },
    async close() {
      for (const socket of ends) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The reader passes on what befalls its socket; whoever closes the pair deals with that. */
const lines = (input: net.Socket, take: (line: string) => void) =>
  readline
    .createInterface({ input })
    .on('error', () => {})
    .on('line', take);

/** A daemon of another version that speaks the same protocol. */
export const ofVersion =
  (version: string): Skew =>
  (answer) => ({ ...answer, result: { ...answer.result, version } });

/** A daemon that speaks no protocol the client knows, and of nothing else either. */
export const ofProtocol =
  (min: number, max: number): Skew =>
  ({ jsonrpc, id }) => ({
    jsonrpc,
    id,
    error: {
      code: -32013,
      message: `the client speaks protocols 1 to 1, this daemon ${min} to ${max}`,
      data: { kind: 'protocol_mismatch', retryable: false, ref: 'skew' },
    },
  });

/** A daemon that speaks no protocol the client knows, but lets it read. */
export const ofGeneration =
  (min: number, max: number, version: string): Skew =>
  (answer, greeting) =>
    greeting.readOnly
      ? { ...answer, result: { ...answer.result, version, supported: { min, max }, protocol: max, readOnly: true } }
      : ofProtocol(min, max)(answer, greeting);
