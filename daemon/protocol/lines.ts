/** What can be wrong with a line before it is a message. */
export type LineFault = 'json' | 'utf8' | 'oversize';

export interface LineSink {
  message(value: unknown): void;
  fault(what: LineFault): void;
  /** Told what `message` or `fault` threw; the lines after it are delivered all the same. */
  thrown(error: unknown): void;
}

const NOT_ASCII = /[\u0080-\u00ff]/;

/**
 * Cuts a stream of bytes into JSON texts, one a line; `\r\n` and blank lines are fine. Takes the bytes as `latin1` strings
 * (one character per byte): a code point split between two chunks stays whole, and invalid UTF-8 is seen rather than
 * silently replaced. For Node only.
 */
export class LineReader {
  readonly #maxBytes: number;
  #rest = '';
  #overflown = false;

  /** @param maxBytes longest line taken; past it the sink hears `oversize` once, and what follows is dropped */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(chunk: string, sink: LineSink): void {
    if (this.#overflown) return;
    const head = chunk.indexOf('\n');
    // Only the new part is searched, so that a long line in many pieces costs no more than its length.
    let end = head === -1 ? -1 : head + this.#rest.length;
    const data = this.#rest + chunk;
    let start = 0;
    while (end !== -1 && end - start <= this.#maxBytes) {
      this.#line(data.slice(start, end), sink);
      start = end + 1;
      end = data.indexOf('\n', start);
    }
    this.#rest = start === 0 ? data : data.slice(start);
    if (this.#rest.length > this.#maxBytes) this.#overflow(sink);
  }

  /** The stream ended: what is left is a line too, only without its newline. */
  end(sink: LineSink): void {
    const rest = this.#rest;
    this.#rest = '';
    if (rest !== '') this.#line(rest, sink);
  }

  #overflow(sink: LineSink): void {
    this.#overflown = true;
    this.#rest = '';
    this.#deliver(sink, 'oversize');
  }

  #line(line: string, sink: LineSink): void {
    let value: unknown;
    try {
      value = JSON.parse(NOT_ASCII.test(line) ? decode(line) : line);
    } catch (error) {
      if (line.trim() !== '') this.#deliver(sink, error instanceof SyntaxError ? 'json' : 'utf8');
      return;
    }
    try {
      sink.message(value);
    } catch (error) {
      sink.thrown(error);
    }
  }

  #deliver(sink: LineSink, fault: LineFault): void {
    try {
      sink.fault(fault);
    } catch (error) {
      sink.thrown(error);
    }
  }
}

const decode = (line: string) => new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(line, 'latin1'));
