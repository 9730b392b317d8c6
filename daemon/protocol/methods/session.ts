import { z } from 'zod';
import { mutation, query } from '../method.ts';
import { Empty, Role, Seq, Timestamp } from '../schemas/common.ts';

export const session = {
  'session.hello': query({
    summary: 'Greets the daemon and agrees on a protocol version; its answer means the daemon is ready',
    public: true,
    params: z.strictObject({
      client: z.string().max(100).optional().meta({ description: 'Name and version of the caller, for the log' }),
      protocol: z.strictObject({ min: z.int(), max: z.int() }).optional(),
      readOnly: z
        .boolean()
        .optional()
        .meta({ description: 'Attach even without a common version, to read what is understood; changes are then refused as `protocol_mismatch`' }),
      token: z.string().max(200).optional().meta({ description: 'Credential, where the way in asks for one' }),
    }),
    result: () =>
      z.object({
        name: z.literal('nightdesk'),
        version: z.string(),
        protocol: z.int().meta({ description: 'The version agreed on' }),
        supported: z.object({ min: z.int(), max: z.int() }),
        bootId: z.string().meta({ description: 'Changes with every start of the daemon' }),
        storeId: z.string().meta({ description: 'Identity of the store that `lastSeq` counts in; another store, another numbering' }),
        lastSeq: Seq,
        time: Timestamp,
        role: Role,
        readOnly: z.literal(true).optional().meta({ description: 'There is no common version: only to read' }),
      }),
    example: { client: 'example 1.0', protocol: { min: 1, max: 1 } },
  }),
  'session.whoami': query({
    summary: 'Tells who the daemon takes the caller for',
    params: Empty,
    result: () => z.object({ name: z.string(), role: Role, via: z.string() }),
    example: {},
  }),
  'session.ping': query({
    summary: 'Answers at once',
    params: Empty,
    result: () => z.object({ pong: z.literal(true), time: Timestamp }),
    example: {},
  }),
  'session.link': mutation({
    summary: 'Makes a one-time link that logs a browser in to the console',
    description: 'The link works once, for five minutes, from this machine.',
    role: 'owner',
    secretResult: true,
    params: z.strictObject({ role: Role.optional().meta({ description: 'Role of the browser session; owner when absent' }) }),
    result: () => z.object({ url: z.string(), expiresAt: Timestamp }),
    example: {},
  }),
};
