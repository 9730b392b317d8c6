import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Peer } from '../../rpc/session.ts';

/** How long a connection that is being closed may take to read what it was sent. */
const LINGER_MS = 5_000;

/** A WebSocket as the other end of a session: one message per line. */
export class WebSocketPeer implements Peer {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;

  /** @param stream the connection below, held while several messages are written so that they leave together */
  constructor(socket: WebSocket, stream: Duplex) {
    this.#socket = socket;
    this.#stream = stream;
  }

  get backlog(): number {
    return this.#socket.bufferedAmount;
  }

  send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (!text.includes('\n')) {
      this.#socket.send(text);
      return;
    }
    this.#stream.cork();
    for (const line of text.split('\n')) this.#socket.send(line);
    this.#stream.uncork();
  }

  close(code = 1008, reason = 'too slow', lingerMs = LINGER_MS): void {
    this.#socket.close(code, reason);
    setTimeout(() => this.#socket.terminate(), lingerMs).unref();
  }

  onClose(listener: () => void): void {
    this.#socket.on('close', listener);
  }
}
