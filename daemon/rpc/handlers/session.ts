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
    'session.hello': ({ protocol = PROTOCOL, readOnly = false, token }, { session }) => {
      if (token !== undefined) session.authenticate?.(token);
      if (session.role === undefined) {
        throw new RpcError('unauthenticated', 'this way in asks for a token', {
          field: 'token',
          hint: 'send session.hello {"token":"…"}; an owner makes one with `nightdesk token create`',
        });
      }
      session.onlyReads = commonOf(protocol) === undefined;
      const onlyReads = readOnly && session.onlyReads;
      return {
        name: 'nightdesk',
        version,
        protocol: onlyReads ? PROTOCOL.max : agree(protocol),
        supported: PROTOCOL,
        bootId,
        storeId: journal.storeId,
        lastSeq: journal.lastSeq,
        time: now(),
        role: session.role,
        ...(onlyReads && { readOnly: true as const }),
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

interface Versions {
  readonly min: number;
  readonly max: number;
}

function commonOf({ min, max }: Versions): number | undefined {
  const highest = Math.min(max, PROTOCOL.max);
  return highest >= Math.max(min, PROTOCOL.min) ? highest : undefined;
}

function agree({ min, max }: Versions): number {
  const common = commonOf({ min, max });
  if (common !== undefined) return common;
  const older = max < PROTOCOL.min ? 'the client' : 'the daemon';
  throw new RpcError('protocol_mismatch', `the client speaks protocols ${min} to ${max}, this daemon ${PROTOCOL.min} to ${PROTOCOL.max}`, {
    field: 'protocol',
    hint: `update ${older}`,
  });
}
