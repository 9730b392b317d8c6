/**
 * Protocol numbers negotiated in `session.hello`. Raise `max` when something is added, raise `min` only when an old
 * client can no longer be served. They move independently of the application's version.
 */
export const PROTOCOL = { min: 1, max: 1 } as const;

/** What every daemon does for every client, whichever protocols they speak: an old one can always be told to make room. */
export const TIMELESS: ReadonlySet<string> = new Set(['session.hello', 'daemon.status', 'daemon.stop', 'rpc.confirm']);
