import type { Params, TopicData } from '../../daemon/protocol/index.ts';
import type { Query } from './place.ts';

export type AuditEntry = TopicData<'audit'>;

export const OUTCOMES = ['done', 'refused', 'failed', 'unknown'] as const satisfies readonly AuditEntry['outcome'][];

/** Which entries are meant. Absent parts do not narrow. */
export type AuditFilter = Pick<Params<'audit.query'>, 'who' | 'method' | 'outcome'>;

/** Reads the filter that the address holds; what cannot be read does not narrow. */
export function auditFilterOf({ who, method, outcome }: Query): AuditFilter {
  const known = OUTCOMES.find((one) => one === outcome);
  return { ...(who && { who }), ...(method && { method }), ...(known !== undefined && { outcome: known }) };
}

/** Whether an entry heard of by an event belongs to what is shown; by the daemon's own rules. */
export const matchesAudit = (entry: AuditEntry, { who, method, outcome }: AuditFilter): boolean =>
  (who === undefined || entry.who === who) && (method === undefined || entry.method === method) && (outcome === undefined || entry.outcome === outcome);
