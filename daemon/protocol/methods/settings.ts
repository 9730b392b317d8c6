import { z } from 'zod';
import { mutation, query } from '../method.ts';
import { Done, Empty, Id, JsonValue, Role, Timestamp } from '../schemas/common.ts';

const Problem = z.object({ path: z.string(), line: z.int().optional(), column: z.int().optional(), message: z.string() });

export const settings = {
  'config.get': query({
    summary: 'The configuration in force, or one value of it',
    role: 'operator',
    params: z.strictObject({ path: z.string().optional().meta({ description: 'Such as `paper.startBalance`' }) }),
    result: () => z.object({ value: JsonValue, file: z.string(), overridden: z.array(z.string()).meta({ description: 'Paths set by environment variables' }) }),
    example: { path: 'bot' },
  }),
  'config.set': mutation({
    summary: 'Changes one value; comments in the file are kept, null removes the value or switches off what may be off',
    params: z.strictObject({ path: z.string().min(1), value: JsonValue }),
    result: () => z.object({ value: JsonValue, restartNeeded: z.boolean() }),
    example: { path: 'bot.maxOpenTrades', value: 4 },
  }),
  'config.schema': query({ summary: 'JSON Schema of the configuration', params: Empty, result: () => z.looseObject({}), example: {} }),
  'config.validate': query({
    summary: 'Checks a text, or the file on disk, and names line, field and what was expected',
    role: 'operator',
    params: z.strictObject({ text: z.string().max(1_000_000).optional() }),
    result: () => z.object({ ok: z.boolean(), problems: z.array(Problem) }),
    example: { text: '{}' },
  }),
  'secrets.set': mutation({
    summary: 'Stores a secret; no method ever returns it',
    role: 'owner',
    secretParams: ['value'],
    params: z.strictObject({ name: z.string().regex(/^[a-z][a-z0-9._-]{0,99}$/), value: z.string().min(1).max(10_000) }),
    result: () => Done,
    example: { name: 'channels.ops.secret', value: 'whsec_…' },
  }),
  'secrets.delete': mutation({
    summary: 'Deletes a secret',
    role: 'owner',
    params: z.strictObject({ name: z.string() }),
    result: () => Done,
    danger: 'What uses this secret stops working.',
    example: { name: 'channels.ops.secret' },
  }),
  'secrets.status': query({
    summary: 'Which secrets are set, never what they are',
    role: 'operator',
    params: Empty,
    result: () =>
      z.object({
        locked: z.boolean(),
        key: z.enum(['keyfile', 'passphrase', 'credential']),
        items: z.array(z.object({ name: z.string(), lastFour: z.string().nullable(), updatedAt: Timestamp })),
      }),
    example: {},
  }),
  'secrets.unlock': mutation({
    summary: 'Unlocks a vault that a passphrase guards',
    role: 'owner',
    secretParams: ['passphrase'],
    params: z.strictObject({ passphrase: z.string().min(1).max(1000) }),
    result: () => Done,
    example: { passphrase: '…' },
  }),
  'tokens.create': mutation({
    summary: 'Makes an API token; shown once',
    role: 'owner',
    secretResult: true,
    params: z.strictObject({ name: z.string().min(1).max(64), role: Role, expiresAt: Timestamp.optional() }),
    result: () => z.object({ id: Id, token: z.string(), name: z.string(), role: Role, expiresAt: Timestamp.nullable() }),
    example: { name: 'grafana', role: 'viewer' },
  }),
  'tokens.list': query({
    summary: 'Tokens and browser sessions, without their secrets',
    role: 'owner',
    params: Empty,
    result: () =>
      z.object({
        items: z.array(
          z.object({
            id: Id,
            kind: z.enum(['token', 'browser']),
            name: z.string(),
            role: Role,
            createdAt: Timestamp,
            lastUsedAt: Timestamp.nullable(),
            expiresAt: Timestamp.nullable(),
          }),
        ),
      }),
    example: {},
  }),
  'tokens.revoke': mutation({
    summary: 'Ends a token or browser session at once, open connections included',
    role: 'owner',
    params: z.strictObject({ id: Id }),
    result: () => Done,
    example: { id: 'tk_1' },
  }),
};
