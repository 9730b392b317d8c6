import type { Journal } from '../../journal/journal.ts';
import { PROTOCOL, RpcError } from '../../protocol/index.ts';
import type { Role } from '../../protocol/schemas/common.ts';
import type { Handlers } from '../handler.ts';

interface Deps {
  readonly version: string;
  readonly bootId: string;
  readonly journal: Pick<Journal, 'lastSeq' | 'storeId'>;
  readonly now: () => number;
  /** Makes a one-time link to the console; undefined while the console is off. */
  readonly link: (role: Role) => { url: string; expiresAt: number } | undefined;
}

export function sessionHandlers({ version, bootId, journal, now, link }: Deps): Handlers<'session.hello' | 'session.whoami' | 'session.ping' | 'session.link'> {
  return {
    'session.hello': ({ protocol, token }, { session }) => {
      if (token !== undefined) session.authenticate?.(token);
      if (session.role === undefined) {
        throw new RpcError('unauthenticated', 'this way in asks for a token', {
          field: 'token',
          hint: 'send session.hello {"token":"…"}; an owner makes one with `nightdesk token create`',
        });
      }
      return {
        name: 'nightdesk',
        version,
        protocol: agree(protocol ?? PROTOCOL),
        supported: PROTOCOL,
        bootId,
        storeId: journal.storeId,
        lastSeq: journal.lastSeq,
        time: now(),
        role: session.role,
      };
    },
    'session.whoami': (_params, { session }) => ({ name: session.who, role: session.role as Role, via: session.via }),
    'session.ping': () => ({ pong: true, time: now() }),
    'session.link': ({ role }) => {
      const made = link(role ?? 'owner');
      if (made) return made;
      throw new RpcError('conflict', 'the console in the browser is off', { hint: 'set console.enabled to true in the configuration' });
    },
  };
}

function agree({ min, max }: { min: number; max: number }): number {
  const highest = Math.min(max, PROTOCOL.max);
  if (highest >= Math.max(min, PROTOCOL.min)) return highest;
  const older = max < PROTOCOL.min ? 'the client' : 'the daemon';
  throw new RpcError('protocol_mismatch', `the client speaks protocols ${min} to ${max}, this daemon ${PROTOCOL.min} to ${PROTOCOL.max}`, {
    field: 'protocol',
    hint: `update ${older}`,
  });
}
