import type { Log } from '../log/log.ts';
import { newRef } from '../log/log.ts';
import { METHODS, type MethodSpec, PROTOCOL, type RequestId, RpcError, TIMELESS } from '../protocol/index.ts';
import type { Store } from '../store/store.ts';
import { errorText, invalidRequest, type ParseFault, parseErrorText, resultText } from './answers.ts';
import type { Audit } from './audit.ts';
import { Confirmations } from './confirmations.ts';
import { type CallContext, JsonText } from './handler.ts';
import { Idempotency, type Outcome } from './idempotency.ts';
import type { RateLimits } from './limits.ts';
import { type AnyHandler, MethodTable, type ServedRecord } from './method-table.ts';
import { type Mutation, Mutations } from './mutations.ts';
import { envelopeFault, requestId } from './request.ts';
import { levelOf } from './roles.ts';
import type { Session } from './session.ts';
import { assertShallow, invalidParams, splitKey } from './validation.ts';

const MAX_BATCH = 100;
const NO_PARAMS = Object.freeze({});
const CONFIRM = 'rpc.confirm';

type Answer = string | undefined;

export interface DispatcherOptions {
  readonly handlers: Readonly<Record<string, AnyHandler>>;
  readonly store: Store;
  readonly audit: Audit;
  readonly limits: RateLimits;
  readonly log: Log;
  /** UTC milliseconds. */
  readonly now?: () => number;
  /** The contract; another one in tests. */
  readonly methods?: Readonly<Record<string, MethodSpec>>;
  /** Checks every result against the contract. For tests: it costs more than most handlers do. */
  readonly validateResults?: boolean;
}

class Context implements CallContext {
  readonly session: Session;
  effects: Array<() => void> | undefined;

  constructor(session: Session) {
    this.session = session;
  }

  readonly afterAnswer = (effect: () => void): void => {
    if (this.effects) this.effects.push(effect);
    else this.effects = [effect];
  };
}

/**
 * The one way to every method, whichever way a call came in: limit, authorise, validate, confirm, handle, audit.
 * Nothing is awaited where a handler answers at once, so that a plain read costs little more than its JSON.
 */
export class Dispatcher {
  readonly #methods: MethodTable;
  readonly #limits: RateLimits;
  readonly #log: Log;
  readonly #mutations: Mutations;
  readonly #confirmations: Confirmations<Mutation>;
  readonly #validateResults: boolean;
  readonly #sessions = new Set<Session>();

  constructor(options: DispatcherOptions) {
    const now = options.now ?? Date.now;
    const methods = options.methods ?? METHODS;
    const confirm: Record<string, AnyHandler> = CONFIRM in methods ? { [CONFIRM]: () => undefined } : {};
    this.#methods = new MethodTable(methods, { ...options.handlers, ...confirm });
    this.#limits = options.limits;
    this.#log = options.log;
    this.#validateResults = options.validateResults ?? false;
    this.#confirmations = new Confirmations(now);
    this.#mutations = new Mutations({
      audit: options.audit,
      idempotency: new Idempotency({ store: options.store, now }),
      log: options.log,
      now,
      invoke: (record, params, context) => this.#invoke(record, params, context),
    });
  }

  /** Connections open now. */
  get connections(): number {
    return this.#sessions.size;
  }

  /** Calls and failures by method since the start. */
  figures(): Record<string, { count: number; errors: number }> {
    return this.#methods.figures();
  }

  /** Serves a method beside those of the contract, by the same rules. @throws TypeError when there is one of that name */
  add(name: string, spec: MethodSpec, handler: AnyHandler): void {
    this.#methods.add(name, spec, handler);
  }

  /** Serves no longer what `add` gave. */
  remove(name: string): void {
    this.#methods.remove(name);
  }

  /** The methods served beside those of the contract. */
  added(): ReadonlyMap<string, MethodSpec> {
    return this.#methods.added();
  }

  /** A connection begins. */
  open(session: Session): void {
    this.#sessions.add(session);
  }

  /** A connection ended. */
  close(session: Session): void {
    this.#sessions.delete(session);
  }

  /** The response to what could not be parsed. */
  parseError(_session: Session, fault: ParseFault): string {
    return parseErrorText(fault);
  }

  /**
   * Carries out a parsed message: a request, a notification or a batch.
   *
   * @returns the response as JSON text, or undefined when none is due; a promise only where a handler takes time. It is
   * to be sent in the same turn: events that the call asked for may follow from the next one on.
   */
  receive(session: Session, message: unknown): Answer | Promise<Answer> {
    const context = new Context(session);
    const answer = Array.isArray(message) ? this.#batch(message, context) : this.#message(message, context);
    if (answer instanceof Promise) return answer.finally(() => runEffects(context));
    if (context.effects) runEffects(context);
    return answer;
  }

  /** One after the other, as written: whoever cancels and places in one batch means that order. */
  #batch(messages: readonly unknown[], context: Context): Answer | Promise<Answer> {
    if (messages.length === 0) return errorText(null, invalidRequest('a batch holds at least one request'));
    if (messages.length > MAX_BATCH) return errorText(null, invalidRequest(`a batch holds at most ${MAX_BATCH} requests, this one has ${messages.length}`));
    const answers: string[] = [];
    for (const [index, message] of messages.entries()) {
      const answer = this.#message(message, context);
      if (answer instanceof Promise) return this.#batchRest(messages, index, answer, answers, context);
      if (answer !== undefined) answers.push(answer);
    }
    return joinBatch(answers);
  }

  async #batchRest(messages: readonly unknown[], index: number, first: Promise<Answer>, answers: string[], context: Context): Promise<Answer> {
    let answer = await first;
    if (answer !== undefined) answers.push(answer);
    for (const message of messages.slice(index + 1)) {
      answer = await this.#message(message, context);
      if (answer !== undefined) answers.push(answer);
    }
    return joinBatch(answers);
  }

  #message(message: unknown, context: Context): Answer | Promise<Answer> {
    const fault = envelopeFault(message);
    if (fault) return errorText(requestId(message) ?? null, fault);
    const { id, method, params } = message as { id?: RequestId; method: string; params?: unknown };
    const record = this.#methods.get(method);
    if (record) record.count += 1;
    try {
      const outcome = this.#call(record, method, params, context);
      return outcome instanceof Promise ? outcome.then((settled) => this.#answer(id, record, settled)) : this.#answer(id, record, outcome);
    } catch (error) {
      return this.#answer(id, record, { error: this.#fault(method, error) });
    }
  }

  #answer(id: RequestId | undefined, record: ServedRecord | undefined, outcome: Outcome): Answer {
    if ('error' in outcome) {
      if (record) record.errors += 1;
      return id === undefined ? undefined : errorText(id, outcome.error);
    }
    return id === undefined ? undefined : resultText(id, outcome.json);
  }

  /** The limit comes before everything that costs: an attempt refused for its role is written to disk. */
  #call(record: ServedRecord | undefined, method: string, given: unknown, context: Context): Outcome | Promise<Outcome> {
    const { session } = context;
    const wait = this.#limits.take(session, record?.spec.cost ?? 1);
    if (wait > 0) throw tooMany(wait);
    if (session.role === undefined && record?.level !== 0) throw unauthenticated();
    if (record === undefined) throw this.#methods.unknown(method);
    if (levelOf(session.role) < record.level) throw this.#forbidden(record, given, context);
    assertAgreed(record, session);
    if (!record.spec.mutates) {
      const params = parse(record, named(record, given));
      return record.name === CONFIRM ? this.#confirm(params as { token: string }, context) : this.#invoke(record, params, context);
    }
    const { key, rest } = splitKey(method, named(record, given));
    assertShallow(method, rest);
    return this.#mutate({ record, params: parse(record, rest), key }, context);
  }

  #mutate(mutation: Mutation, context: Context): Outcome | Promise<Outcome> {
    const { who } = context.session;
    const earlier = this.#mutations.earlier(mutation, who);
    if (earlier) return earlier;
    const { name, spec } = mutation.record;
    if (spec.danger !== undefined && (spec.dangerWhen?.(mutation.params) ?? true)) throw this.#confirmations.ask(who, name, spec.danger, mutation);
    return this.#mutations.run(mutation, context);
  }

  #confirm({ token }: { token: string }, context: Context): Outcome | Promise<Outcome> {
    const { who, role } = context.session;
    const mutation = this.#confirmations.take(who, token);
    assertAgreed(mutation.record, context.session);
    mutation.record.count += 1;
    if (levelOf(role) < mutation.record.level) throw this.#forbidden(mutation.record, mutation.params, context);
    return this.#mutations.earlier(mutation, who) ?? this.#mutations.run(mutation, context);
  }

  /** Runs a handler; every failure becomes an outcome. */
  #invoke(record: ServedRecord, params: unknown, context: CallContext): Outcome | Promise<Outcome> {
    try {
      const result = record.handler(params, context);
      if (!(result instanceof Promise)) return this.#done(record, result);
      return result.then((settled) => this.#done(record, settled)).catch((error: unknown) => ({ error: this.#fault(record.name, error) }));
    } catch (error) {
      return { error: this.#fault(record.name, error) };
    }
  }

  #done(record: ServedRecord, result: unknown): Outcome {
    if (this.#validateResults) {
      const checked = record.spec.result.safeParse(result instanceof JsonText ? JSON.parse(result.text) : result);
      if (!checked.success) throw new TypeError(`${record.name} answered what its contract does not allow: ${checked.error.message}`);
    }
    if (result instanceof JsonText) return { json: result.text };
    return { json: record.kept && record.kept.result === result ? record.kept.json : serialise(record, result) };
  }

  #forbidden(record: ServedRecord, params: unknown, context: Context): RpcError {
    const error = new RpcError('forbidden', `${record.name} needs the role ${record.spec.role}; you are ${context.session.role}`, {
      hint: `ask an owner for a token with the role ${record.spec.role}`,
    });
    if (record.spec.mutates) this.#mutations.refused(record, params, context, error);
    return error;
  }

  #fault(method: string, error: unknown): RpcError {
    if (error instanceof RpcError) return error;
    const ref = newRef();
    this.#log.error(`${method} failed`, { error, ref });
    return new RpcError('internal', `${method} failed inside the daemon`, { ref, hint: `the log has the details under ${ref}` });
  }
}

/** A frozen result can't change, so that it is put into words once however often a handler answers it. */
function serialise(record: ServedRecord, result: unknown): string {
  const json = JSON.stringify(result) ?? 'null';
  if (typeof result === 'object' && result !== null && Object.isFrozen(result)) record.kept = { result, json };
  return json;
}

function runEffects(context: Context): void {
  for (const effect of context.effects ?? []) setImmediate(effect);
}

const joinBatch = (answers: readonly string[]): Answer => (answers.length === 0 ? undefined : `[${answers.join(',')}]`);

/** Parameters by name; an empty list counts as none, since many libraries send one. */
function named(record: ServedRecord, given: unknown): object {
  if (given === undefined) return NO_PARAMS;
  if (!Array.isArray(given)) return given as object;
  if (given.length === 0) return NO_PARAMS;
  throw new RpcError('invalid', `${record.name}: parameters are one JSON object, not a list`, {
    field: 'params',
    hint: `for example ${JSON.stringify(record.spec.example)}`,
  });
}

function parse(record: ServedRecord, params: object): object {
  const parsed = record.spec.params.safeParse(params);
  if (parsed.success) return parsed.data as object;
  throw invalidParams(record.name, record.spec, parsed.error);
}

/** A change asked for in another protocol may mean something else: the caller's own care is not relied on. */
function assertAgreed({ name, spec }: ServedRecord, session: Session): void {
  if (session.onlyReads !== true || !spec.mutates || TIMELESS.has(name)) return;
  throw new RpcError('protocol_mismatch', `${name} changes something, and this connection agreed on no protocol: from here the daemon can only be read`, {
    hint: `this daemon speaks protocols ${PROTOCOL.min} to ${PROTOCOL.max}: update the older of the two, then connect anew`,
  });
}

function tooMany(waitMs: number): RpcError {
  return new RpcError('rate_limited', 'too many calls', { hint: `try again in ${waitMs} ms`, retryAfterMs: waitMs });
}

function unauthenticated(): RpcError {
  return new RpcError('unauthenticated', 'this connection has shown no credential', {
    hint: 'send session.hello with a token; an owner makes one with `nightdesk token create`',
  });
}
