import { z } from 'zod';
import { query } from '../method.ts';
import { JsonValue, Level, PageParams, page, Role, Timestamp } from '../schemas/common.ts';

export const LogLine = z
  .object({ id: z.int(), ts: Timestamp, level: Level, source: z.string(), text: z.string(), ref: z.string().optional(), data: JsonValue.optional() })
  .meta({ id: 'LogLine' });

const Outcome = z.enum(['done', 'refused', 'failed', 'unknown']);

export const AuditEntry = z
  .object({
    id: z.int(),
    ts: Timestamp,
    who: z.string(),
    role: z.enum(['none', ...Role.options]).meta({ description: '`none`: showed no credential' }),
    via: z.string(),
    method: z.string(),
    params: JsonValue.meta({ description: 'Secrets removed' }),
    outcome: Outcome,
    error: z.string().nullable(),
    elapsedMs: z.number(),
  })
  .meta({ id: 'AuditEntry' });

export const records = {
  'logs.query': query({
    summary: 'Log lines, newest first',
    description:
      'Lines are numbered without gaps, and `nextCursor` is the number of the oldest line answered. What narrows the list is looked for in 50 000 lines a call: ' +
      'an answer may hold fewer lines than asked for, or none, and a `nextCursor` to go on with.',
    params: z.strictObject({
      level: Level.optional().meta({ description: 'At least this' }),
      source: z.string().optional(),
      text: z.string().max(200).optional(),
      ref: z.string().max(100).optional().meta({ description: 'The `ref` that an error came with' }),
      since: Timestamp.optional(),
      around: z.int().positive().optional().meta({ description: 'Number of a line: it, and the lines before and after it, `limit` in all' }),
      ...PageParams,
    }),
    result: () => page(LogLine).extend({ oldest: z.int().nullable().meta({ description: 'Number of the oldest line kept' }) }),
    example: { level: 'warning' },
  }),
  'audit.query': query({
    summary: 'Who changed what, by which way, with what outcome; newest first',
    role: 'operator',
    params: z.strictObject({
      who: z.string().optional(),
      method: z.string().optional(),
      outcome: Outcome.optional(),
      since: Timestamp.optional(),
      ...PageParams,
    }),
    result: () => page(AuditEntry),
    example: { limit: 20 },
  }),
};
