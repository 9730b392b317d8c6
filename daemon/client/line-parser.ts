import type { IpcMessage, IpcParser } from 'node-ipc';
import { LineReader, type LineSink } from '../protocol/lines.ts';

/** The only events a line can become: the other end must not be able to name node-ipc's own, such as `connect`. */
export const MESSAGE = 'message';
export const FAULT = 'fault';

type Receive = (message: IpcMessage) => void;

/** Newline JSON as a parser for node-ipc. It is shared by all sockets; what is kept for each is that socket's reader. */
export class LineParser implements IpcParser {
  /** Bytes as characters, so that the reader sees invalid UTF-8. */
  readonly encoding = 'latin1';
  readonly #maxLineBytes: number;
  readonly #onFault: (error: unknown) => void;

  constructor(maxLineBytes: number, onFault: (error: unknown) => void) {
    this.#maxLineBytes = maxLineBytes;
    this.#onFault = onFault;
  }

  /** Text arrives here as lines already. */
  encode(_type: string, text: string): string {
    return text;
  }

  read(kept: unknown, chunk: string, receive: Receive): LineReader {
    const reader = kept instanceof LineReader ? kept : new LineReader(this.#maxLineBytes);
    reader.push(chunk, this.#sink(receive));
    return reader;
  }

  end(kept: unknown, receive: Receive): void {
    if (kept instanceof LineReader) kept.end(this.#sink(receive));
  }

  #sink(receive: Receive): LineSink {
    return {
      message: (value) => receive({ type: MESSAGE, data: value }),
      fault: (what) => receive({ type: FAULT, data: what }),
      // Thrown through node-ipc it would be an uncaught exception and cost the rest of the chunk.
      thrown: this.#onFault,
    };
  }
}
