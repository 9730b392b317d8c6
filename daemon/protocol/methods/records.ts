import { z } from 'zod';
import { query } from '../method.ts';
import { JsonValue, Level, PageParams, page, Role, Timestamp } from '../schemas/common.ts';

export const LogLine = z
  .object({ id: z.int(), ts: Timestamp, level: Level, source: z.string(), text: z.string(), ref: z.string().optional(), data: JsonValue.optional() })
  .meta({ id: 'LogLine' });

export const AuditEntry = z
  .object({
    id: z.int(),
    ts: Timestamp,
    who: z.string(),
    role: z.enum(['none', ...Role.options]).meta({ description: '`none`: showed no credential' }),
    via: z.string(),
    method: z.string(),
    params: JsonValue.meta({ description: 'Secrets removed' }),
    outcome: z.enum(['done', 'refused', 'failed', 'unknown']),
    error: z.string().nullable(),
    elapsedMs: z.number(),
  })
  .meta({ id: 'AuditEntry' });

export const records = {
  'logs.query': query({
    summary: 'Log lines, newest first',
    params: z.strictObject({
      level: Level.optional().meta({ description: 'At least this' }),
      source: z.string().optional(),
      text: z.string().max(200).optional(),
      since: Timestamp.optional(),
      ...PageParams,
    }),
    result: page(LogLine),
    example: { level: 'warning' },
  }),
  'audit.query': query({
    summary: 'Who changed what, by which way, with what outcome; newest first',
    role: 'operator',
    params: z.strictObject({ who: z.string().optional(), method: z.string().optional(), since: Timestamp.optional(), ...PageParams }),
    result: page(AuditEntry),
    example: { limit: 20 },
  }),
};
