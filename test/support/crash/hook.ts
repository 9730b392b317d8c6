import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A webhook's receiving end, which remembers what came first under each id. */
export class Hook {
  readonly #server: http.Server;
  /** Event numbers in the order of their first arrival. */
  readonly arrived: number[] = [];
  /** Deliveries that came again under an id seen before. */
  repeated = 0;
  /** The same event under another id: a receiver could not tell it from a new one. */
  readonly doubled: number[] = [];
  readonly #ids = new Set<string>();
  readonly #seqs = new Set<number>();
  #waiting: Array<() => void> = [];

  private constructor() {
    this.#server = http.createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        this.#take(String(request.headers['webhook-id']), (JSON.parse(body) as { seq: number }).seq);
        response.writeHead(204).end();
      });
    });
  }

  static open(): Promise<Hook> {
    const hook = new Hook();
    return new Promise((resolve) => hook.#server.listen(0, '127.0.0.1', () => resolve(hook)));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  #take(id: string, seq: number): void {
    if (this.#ids.has(id)) {
      this.repeated += 1;
      return;
    }
    this.#ids.add(id);
    if (this.#seqs.has(seq)) this.doubled.push(seq);
    this.#seqs.add(seq);
    this.arrived.push(seq);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Resolves when so many events have come. */
  async until(count: number): Promise<void> {
    while (this.arrived.length < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
