import type { ConnectionState, Hello } from '../../daemon/client/connection.ts';

/** How the console stands to the daemon, as the page shows it. */
export interface Link {
  /** `refused`: the daemon does not know this browser; `incompatible`: the two speak no common version. */
  readonly phase: 'connecting' | 'connected' | 'lost' | 'refused' | 'incompatible';
  /** This machine's clock when the next attempt is made, UTC milliseconds. */
  readonly retryAt: number | null;
  /** The last greeting heard. */
  readonly hello: Hello | null;
  /** Daemon's clock less this machine's, milliseconds. */
  readonly skewMs: number;
}

export const NO_LINK: Link = { phase: 'connecting', retryAt: null, hello: null, skewMs: 0 };

/**
 * The link after a change of the connection's state.
 *
 * @param now this machine's clock, UTC milliseconds
 */
export function nextLink(before: Link, state: ConnectionState, now: number): Link {
  const without = (phase: Link['phase'], retryAt: number | null = null): Link => ({ ...before, phase, retryAt });
  switch (state.name) {
    case 'ready':
      return { phase: 'connected', retryAt: null, hello: state.hello, skewMs: state.hello.time - now };
    case 'waiting':
      return without('lost', state.retryAt);
    case 'unauthorised':
      return without('refused');
    case 'incompatible':
      return without('incompatible');
    case 'closed':
      return without('lost');
    default:
      return without(before.hello === null ? 'connecting' : 'lost');
  }
}
