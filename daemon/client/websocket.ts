import type { Connector } from './connector.ts';

/** Close codes of the daemon's WebSocket (RFC 6455 §7.4.2, private use). */
const CLOSE = { unauthenticated: 4401 } as const;

/**
 * The way over the daemon's WebSocket, with the global `WebSocket` of browsers and Node.
 *
 * @param url such as `ws://127.0.0.1:8731/ws`
 * @param token sent in `session.hello`; a browser that is logged in needs none
 */
export function webSocketConnector(url: string, token?: string): Connector {
  return {
    token,
    connect(handlers) {
      const socket = new WebSocket(url);
      let opened = false;
      socket.addEventListener('open', () => {
        opened = true;
        handlers.opened();
      });
      socket.addEventListener('message', ({ data }) => {
        for (const text of String(data).split('\n')) if (text !== '') handlers.message(JSON.parse(text));
      });
      socket.addEventListener('close', ({ code, reason }) => {
        const why = reason || (opened ? 'the connection was lost' : `no daemon answers at ${new URL(url).host}`);
        handlers.closed({ reason: why, unauthorised: code === CLOSE.unauthenticated });
      });
      return {
        send: (text) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(text);
        },
        close: () => socket.close(),
      };
    },
  };
}
