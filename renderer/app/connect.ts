import { type Bridge, bridgeConnection } from '../../daemon/client/bridge.ts';
import { CONSOLE_PACE_MS, DaemonClient } from '../../daemon/client/client.ts';
import type { Connection } from '../../daemon/client/connection.ts';
import type { Connector } from '../../daemon/client/connector.ts';
import { webSocketConnector } from '../../daemon/client/websocket.ts';

declare global {
  interface Window {
    /** Present in a window of the desktop console. */
    readonly nightdesk?: Bridge;
  }
}

/**
 * A browser is not told why its WebSocket was turned away. So after a failure the page asks for itself: 401 means that the
 * daemon does not know this browser any more.
 */
function asking(connector: Connector): Connector {
  return {
    ...connector,
    connect: (handlers) =>
      connector.connect({
        ...handlers,
        closed: (failure) => {
          void fetch('./', { method: 'HEAD', cache: 'no-store' })
            .then(({ status }) => status === 401)
            .catch(() => false)
            .then((unauthorised) => handlers.closed({ ...failure, unauthorised: failure.unauthorised || unauthorised }));
        },
      }),
  };
}

function browserConnection(): Connection {
  const url = new URL('ws', location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  url.hash = '';
  return new DaemonClient({ connect: asking(webSocketConnector(url.href)), client: 'console', pace: CONSOLE_PACE_MS });
}

/** The connection of this window: through the desktop console that it belongs to, or to the daemon that served the page. */
export const connect = (): Connection => (window.nightdesk === undefined ? browserConnection() : bridgeConnection(window.nightdesk));
