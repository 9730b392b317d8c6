import net from 'node:net';

/** A client that says exactly what it is told, byte by byte, and keeps the lines it is sent. */
export class RawClient {
  readonly socket: net.Socket;
  readonly lines: string[] = [];
  readonly closed: Promise<void>;
  #rest = '';
  #wake: Array<() => void> = [];
  #ended = false;

  private constructor(socket: net.Socket) {
    this.socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => this.#take(chunk));
    socket.on('error', () => {});
    socket.on('end', () => socket.end());
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    void this.closed.then(() => {
      this.#ended = true;
      this.#rouse();
    });
  }

  static connect(path: string): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const socket = net.connect({ path, allowHalfOpen: true });
      socket.once('error', reject);
      socket.once('connect', () => resolve(new RawClient(socket)));
    });
  }

  write(data: string | Uint8Array): this {
    this.socket.write(data);
    return this;
  }

  /** The next line as JSON; throws when the connection closes without one. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  async next(): Promise<any> {
    while (this.lines.length === 0) {
      if (this.#ended) throw new Error('the connection closed');
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
    return JSON.parse(this.lines.shift() ?? '');
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  async call(method: string, params?: unknown, id: number | string = 1): Promise<any> {
    this.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    return this.next();
  }

  #take(chunk: string): void {
    const parts = (this.#rest + chunk).split('\n');
    this.#rest = parts.pop() ?? '';
    this.lines.push(...parts);
    this.#rouse();
  }

  #rouse(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
