import net from 'node:net';

/** The barest client: writes lines, counts lines. The same one measures every line protocol. */
export class LineClient {
  readonly socket: net.Socket;
  #buffer = '';
  #onLine: (line: string) => void = () => {};

  private constructor(socket: net.Socket) {
    this.socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => this.#read(chunk));
  }

  static connect(path: string): Promise<LineClient> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(path, () => resolve(new LineClient(socket)));
      socket.once('error', reject);
    });
  }

  #read(chunk: string): void {
    const text = this.#buffer + chunk;
    let start = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', start)) {
      this.#onLine(text.slice(start, at));
      start = at + 1;
    }
    this.#buffer = text.slice(start);
  }

  /** Median round trip in microseconds over `count` calls, one after another. */
  latency(line: string, count: number): Promise<number> {
    return new Promise((resolve) => {
      const taken = new Float64Array(count);
      let index = 0;
      let sent = performance.now();
      this.#onLine = (answer) => {
        JSON.parse(answer);
        const now = performance.now();
        taken[index] = now - sent;
        index += 1;
        if (index === count) return resolve((taken.sort()[count >> 1] ?? 0) * 1000);
        sent = performance.now();
        this.socket.write(line);
      };
      this.socket.write(line);
    });
  }

  /** Calls a second with `window` calls under way. */
  throughput(line: string, count: number, window = 256): Promise<number> {
    return new Promise((resolve) => {
      const started = performance.now();
      const half = line.repeat(window / 2);
      let answered = 0;
      this.#onLine = () => {
        answered += 1;
        if (answered === count) return resolve((count / (performance.now() - started)) * 1000);
        if (answered % (window / 2) === 0 && answered + window / 2 < count) this.socket.write(half);
      };
      this.socket.write(line.repeat(window));
    });
  }

  /** Milliseconds from now until `count` lines have come. */
  drain(count: number): Promise<number> {
    return new Promise((resolve) => {
      const started = performance.now();
      let seen = 0;
      this.#onLine = () => {
        seen += 1;
        if (seen === count) resolve(performance.now() - started);
      };
    });
  }

  close(): void {
    this.socket.destroy();
  }
}
