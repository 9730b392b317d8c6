import type { Socket } from 'node:net';
import type { Connection, ConnectionHandler, TransportOptions } from './transport.ts';

/** Times that a closing client may show progress before it is cut all the same. */
const MAX_LINGERS = 10;

/**
 * What both transports do with a socket: lines in, coalesced lines out, back-pressure, half-closing, draining. Lines sent
 * in one turn of the event loop go out in one write.
 */
export class SocketConnection implements Connection {
  readonly #socket: Socket;
  readonly #write: (text: string) => void;
  readonly #options: TransportOptions;
  readonly #closers: Array<() => void> = [];
  #out = '';
  #closing = false;
  #held = false;
  #congested = false;

  /** @param write takes text that ends in a newline and hands it to the socket */
  constructor(socket: Socket, write: (text: string) => void, options: TransportOptions) {
    this.#socket = socket;
    this.#write = write;
    this.#options = options;
    // `echo … | socat` closes its side at once and still waits for the answer.
    socket.allowHalfOpen = true;
    socket.on('drain', () => this.#congest(false));
    socket.on('close', () => {
      this.#closing = true;
      this.#out = '';
      for (const closer of this.#closers.splice(0)) closer();
    });
  }

  get backlog(): number {
    return this.#socket.writableLength + this.#out.length;
  }

  send(text: string): void {
    if (this.#closing) return;
    if (this.#out === '') process.nextTick(this.#flush);
    this.#out += text;
    this.#out += '\n';
    // Whoever asks for much in one go meets the limit before all of it is in memory.
    if (this.#out.length > this.#options.limits.pauseBytes) this.#flush();
  }

  hold(on: boolean): void {
    if (this.#closing) return;
    this.#held = on;
    this.#flow();
  }

  /** Resolves once the socket is gone. */
  get closed(): Promise<void> {
    return new Promise((resolve) => this.onClose(resolve));
  }

  close(): void {
    if (this.#closing) return;
    this.#flush();
    this.#closing = true;
    // What still arrives is read and dropped: closing with unread bytes would take the last answer away from the client.
    this.#held = false;
    this.#congested = false;
    this.#flow();
    this.#socket.end();
    this.#linger();
  }

  onClose(listener: () => void): void {
    if (this.#socket.closed) listener();
    else this.#closers.push(listener);
  }

  /** The handler, deaf once the connection is closing. */
  guard(handler: ConnectionHandler): ConnectionHandler {
    return {
      message: (value) => {
        if (!this.#closing) handler.message(value);
      },
      fault: (what) => {
        if (!this.#closing) handler.fault(what);
      },
      end: () => handler.end(),
    };
  }

  /** Cuts a client that does not take its last answers, or takes for ever, or does not hang up. */
  #linger(): void {
    let left = this.#socket.writableLength;
    let patience = MAX_LINGERS;
    const timer = setInterval(() => {
      const moves = this.#socket.writableLength < left;
      left = this.#socket.writableLength;
      patience -= 1;
      if (!moves || patience === 0) this.#socket.destroy();
    }, this.#options.limits.lingerMs);
    timer.unref();
    this.onClose(() => clearInterval(timer));
  }

  readonly #flush = (): void => {
    if (this.#out === '' || this.#closing) return;
    const text = this.#out;
    this.#out = '';
    this.#write(text);
    const waiting = this.#socket.writableLength;
    if (waiting > this.#options.limits.maxBacklogBytes) {
      this.#options.onFault(new Error(`a client that left ${waiting} bytes unread was cut off`));
      this.#closing = true;
      this.#socket.destroy();
    } else if (waiting > this.#options.limits.pauseBytes) this.#congest(true);
  };

  #congest(on: boolean): void {
    this.#congested = on;
    this.#flow();
  }

  #flow(): void {
    const stop = this.#held || this.#congested;
    if (stop === this.#socket.isPaused()) return;
    if (stop) this.#socket.pause();
    else this.#socket.resume();
  }
}
