import type { Log } from '../log/log.ts';
import type { RpcError } from '../protocol/index.ts';
import type { Role } from '../protocol/schemas/common.ts';
import type { Audit, AuditEntry } from './audit.ts';
import type { CallContext } from './handler.ts';
import type { Idempotency, KeyedCall, Outcome } from './idempotency.ts';
import type { ServedRecord } from './method-table.ts';

/** A mutation that passed every check but confirmation. */
export interface Mutation {
  readonly record: ServedRecord;
  readonly params: object;
  readonly key: string | undefined;
}

/** Carries out what changes something: once for each key, and never without an entry in the audit log. */
export class Mutations {
  readonly #audit: Audit;
  readonly #idempotency: Idempotency;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #invoke: (record: ServedRecord, params: object, context: CallContext) => Outcome | Promise<Outcome>;

  /** @param options.invoke runs a handler; never throws */
  constructor(options: {
    audit: Audit;
    idempotency: Idempotency;
    log: Log;
    now: () => number;
    invoke: (record: ServedRecord, params: object, context: CallContext) => Outcome | Promise<Outcome>;
  }) {
    this.#audit = options.audit;
    this.#idempotency = options.idempotency;
    this.#log = options.log;
    this.#now = options.now;
    this.#invoke = options.invoke;
  }

  /** @throws RpcError as `Idempotency.earlier` does */
  earlier(mutation: Mutation, who: string): Outcome | Promise<Outcome> | undefined {
    const keyed = keyedCall(mutation, who);
    return keyed && this.#idempotency.earlier(keyed);
  }

  run(mutation: Mutation, context: CallContext): Outcome | Promise<Outcome> {
    const keyed = keyedCall(mutation, context.session.who);
    if (keyed) this.#idempotency.begin(keyed);
    const begun = performance.now();
    const outcome = this.#invoke(mutation.record, mutation.params, context);
    if (!(outcome instanceof Promise)) return this.#finish(mutation, context, keyed, outcome, begun);
    const finished = outcome.then((settled) => this.#finish(mutation, context, keyed, settled, begun));
    if (keyed) this.#idempotency.running(keyed, finished);
    return finished;
  }

  /** Notes an attempt that the caller's role does not allow. */
  refused(record: ServedRecord, params: unknown, context: CallContext, error: RpcError): void {
    const given = typeof params === 'object' && params !== null ? params : {};
    this.#record({ record, params: given, key: undefined }, context, { error }, 0);
  }

  #finish(mutation: Mutation, context: CallContext, keyed: KeyedCall | undefined, outcome: Outcome, begun: number): Outcome {
    this.#record(mutation, context, outcome, performance.now() - begun, keyed && (() => this.#idempotency.finish(keyed, outcome)));
    return outcome;
  }

  /** The effect is there already, so a store that cannot be written must not turn the true answer into another one. */
  #record({ record, params }: Mutation, { session }: CallContext, outcome: Outcome, elapsedMs: number, alongside?: () => void): void {
    try {
      this.#audit.record(
        {
          ts: this.#now(),
          who: session.who,
          role: session.role as Role,
          via: session.via,
          method: record.name,
          params,
          secretParams: record.spec.secretParams,
          ...ending(outcome),
          elapsedMs: Math.round(elapsedMs * 1000) / 1000,
        },
        alongside,
      );
    } catch (error) {
      this.#log.error(`${record.name} by ${session.who} was carried out but could not be recorded`, {
        error,
        remedy: 'check the disk that holds the store',
        is: { code: 'not_recorded', params: { method: record.name, who: session.who } },
      });
    }
  }
}

function keyedCall({ record, params, key }: Mutation, who: string): KeyedCall | undefined {
  if (key === undefined) return undefined;
  return { who, key, method: record.name, params, secretParams: record.spec.secretParams, secretResult: record.spec.secretResult };
}

const ENDINGS: Partial<Record<RpcError['kind'], AuditEntry['outcome']>> = { internal: 'failed', upstream_unavailable: 'failed', outcome_unknown: 'unknown' };

function ending(outcome: Outcome): Pick<AuditEntry, 'outcome' | 'error'> {
  if (!('error' in outcome)) return { outcome: 'done', error: null };
  return { outcome: ENDINGS[outcome.error.kind] ?? 'refused', error: `${outcome.error.kind}: ${outcome.error.message}` };
}
