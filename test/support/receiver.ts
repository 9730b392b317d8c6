import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  readonly json: { type: string; seq: number | null; data: Record<string, unknown>; text: string; timestamp: string; account?: string };
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Takes the request and cuts the connection instead of answering. */
  readonly cut?: boolean;
  /** Takes the request and never answers. */
  readonly hang?: boolean;
}

/** The other side of a webhook: a real HTTP server that answers as told and writes down what it took. */
export class Receiver {
  readonly received: Received[] = [];
  /** What to answer; 204 when it gives nothing. */
  answer: (request: Received, nth: number) => Answer | undefined = () => undefined;
  readonly #server: http.Server;
  readonly #waiting = new Set<() => void>();

  private constructor(server: http.Server) {
    this.#server = server;
    server.on('request', (request, response) => this.#take(request, response));
  }

  static async open(port = 0): Promise<Receiver> {
    const server = http.createServer();
    const receiver = new Receiver(server);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  at(path: string): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** Texts of the messages taken, in order. */
  get texts(): string[] {
    return this.received.map(({ json }) => json.text);
  }

  /** Resolves once `condition` holds; looked at after each request. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(request: http.IncomingMessage, response: http.ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const received = { path: request.url ?? '', headers: request.headers, body, json: jsonOf(body) };
      this.received.push(received);
      const { status = 204, headers = {}, body: said, cut, hang } = this.answer(received, this.received.length) ?? {};
      if (cut) request.socket.destroy();
      else if (!hang) response.writeHead(status, headers).end(said);
      const waiting = [...this.#waiting];
      this.#waiting.clear();
      for (const wake of waiting) wake();
    });
  }
}

/** Some formats are not JSON; their tests look at the body. */
function jsonOf(body: string): Received['json'] {
  try {
    return JSON.parse(body);
  } catch {
    return {} as Received['json'];
  }
}
