import { z } from 'zod';
import type { EventBus } from '../journal/bus.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log/log.ts';
import { RpcError } from '../protocol/errors.ts';
import type { ParsedParams, Result } from '../protocol/index.ts';
import { topicMatcher } from '../protocol/topics.ts';
import type { Store } from '../store/store.ts';
import { ALERT_KINDS } from './kinds.ts';
import { AlertStore, type Rule } from './store.ts';
import type { ViewOf } from './view.ts';
import { AlertWatch, stateOf, type Watched, watched } from './watch.ts';

type Change = ParsedParams<'alerts.set'>;
type RuleInfo = Result<'alerts.list'>['items'][number];

/** The clock that rules are looked at by; not the one of the market. */
export interface AlertClock {
  /** UTC milliseconds. */
  now(): number;
  after(ms: number, work: () => void): () => void;
}

export interface AlertsOptions {
  readonly store: Store;
  readonly journal: Journal;
  readonly bus: EventBus;
  readonly log: Log;
  readonly view: ViewOf;
  readonly clock: AlertClock;
}

/** Rules are looked at no more often, however fast prices come. */
const LEAST_MS = 1000;
/** And no less often: time alone makes trades older. */
const MOST_MS = 30_000;
/** More rules than anybody wants to read alerts of; keeps a look at all of them short. */
const MOST_RULES = 200;

const concerns = topicMatcher(['ticker', 'candle.closed', 'position.update', 'performance.update', 'balance.update', 'trade.entry_fill', 'trade.exit_fill']);

/**
 * Alert rules: what a user wants to be told of, and when. They are looked at beside trading, at most once a second, and
 * whatever goes wrong in one stays there.
 */
export class Alerts {
  readonly #with: AlertsOptions;
  readonly #alerts: AlertStore;
  readonly #watch: AlertWatch;
  #unsubscribe: (() => void) | undefined;
  #cancel: (() => void) | undefined;
  #lookedAt = 0;
  /** When the next look is due; infinite when none is. */
  #dueAt = Number.POSITIVE_INFINITY;

  constructor(options: AlertsOptions) {
    this.#with = options;
    this.#alerts = new AlertStore(options.store);
    this.#watch = new AlertWatch({ ...options, alerts: this.#alerts, now: () => options.clock.now() });
  }

  start(): void {
    this.#unsubscribe = this.#with.bus.subscribe('alerts', (events) => {
      if (events.some((event) => concerns(event.topic))) this.#schedule(LEAST_MS);
    });
    this.#schedule(LEAST_MS);
  }

  stop(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#cancel?.();
  }

  kinds(): Result<'alerts.kinds'>['items'] {
    return [...ALERT_KINDS].map(([kind, { title, description, params }]) => ({ kind, title, description, schema: z.toJSONSchema(params, { io: 'input' }) }));
  }

  list(account?: string): RuleInfo[] {
    return this.#watch.rules.filter(({ rule }) => account === undefined || rule.account === account).map(toInfo);
  }

  /** Adds a rule or changes one, which then begins anew. @throws RpcError `invalid` naming the field, `not_found`, `conflict` */
  set(change: Change): RuleInfo {
    const present = change.id === undefined ? undefined : this.#watch.get(change.id);
    const kind = change.kind ?? present?.rule.kind;
    if (kind === undefined) {
      throw new RpcError('invalid', `there is no alert rule "${change.id}" yet, so its kind is needed`, { field: 'kind', hint: KINDS_HINT });
    }
    if (!ALERT_KINDS.has(kind)) throw new RpcError('invalid', `there is no kind of alert called "${kind}"`, { field: 'kind', hint: KINDS_HINT });
    if (!present && this.#watch.rules.length >= MOST_RULES) {
      throw new RpcError('conflict', `there are ${MOST_RULES} alert rules already`, { hint: 'Remove some: alerts.list names them' });
    }
    const id = change.id ?? this.#freeId(kind);
    const { params: before = {}, ...kept } = present?.rule.kind === kind ? present.rule : { ...present?.rule, params: {} };
    const params = Object.fromEntries(Object.entries({ ...before, ...change.params }).filter(([, value]) => value !== null));
    const rule: Rule = { ...DEFAULTS, ...kept, ...given(change), id, kind, params };
    const next = this.#checked(rule, present);
    this.#with.view(rule.account);
    this.#with.store.transaction(() => this.#alerts.put(rule, this.#with.clock.now()));
    this.#watch.put(next);
    this.#schedule(LEAST_MS);
    return toInfo(next);
  }

  /** @throws RpcError `not_found` */
  remove(id: string): void {
    if (!this.#watch.get(id)) {
      throw new RpcError('not_found', `there is no alert rule "${id}"`, { field: 'id', hint: 'alerts.list names those there are' });
    }
    this.#alerts.delete(id);
    this.#watch.delete(id);
  }

  #checked(rule: Rule, present: Watched | undefined): Watched {
    try {
      return watched({ rule, fired: present?.fired ?? 0, firedAt: present?.firedAt ?? null }) as Watched;
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      const [issue] = error.issues;
      const field = ['params', ...(issue?.path ?? []).map(String)].join('.');
      const missing = issue?.code === 'invalid_type' && issue.message.includes('undefined');
      throw new RpcError('invalid', `${field}: ${missing ? 'is needed' : issue?.message}`, { field, hint: `alerts.kinds tells what ${rule.kind} wants` });
    }
  }

  #freeId(kind: string): string {
    const stem = kind.replaceAll('_', '-');
    let number = 1;
    while (this.#watch.get(`${stem}-${number}`)) number += 1;
    return `${stem}-${number}`;
  }

  /** Has the rules looked at `ms` after the last look, or sooner if that was asked for. */
  #schedule(ms: number): void {
    const { clock } = this.#with;
    const dueAt = Math.max(clock.now(), this.#lookedAt + ms);
    if (!this.#unsubscribe || this.#dueAt <= dueAt || this.#watch.rules.length === 0) return;
    this.#dueAt = dueAt;
    this.#cancel?.();
    this.#cancel = clock.after(dueAt - clock.now(), () => this.#look());
  }

  #look(): void {
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.#lookedAt = this.#with.clock.now();
    try {
      this.#watch.look();
    } catch (error) {
      this.#with.log.error('Alert rules could not be looked at; trying again', { error });
    }
    this.#schedule(MOST_MS);
  }
}

const KINDS_HINT = `One of: ${[...ALERT_KINDS.keys()].join(', ')}`;
const DEFAULTS = { name: null, account: 'paper', hysteresisPercent: 2, repeat: 'repeating', cooldownMinutes: 60, enabled: true } as const;

const given = ({ params: _params, ...rest }: Change): Partial<Change> => Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));

function toInfo(watched: Watched): RuleInfo {
  const { rule, kind, params, terms, value, fired, firedAt, problem } = watched;
  return {
    ...rule,
    params: { ...rule.params },
    watches: kind.describe(params),
    state: stateOf(watched),
    value: value?.round(8).toFixed() ?? null,
    limit: terms.limit.toFixed(),
    unit: kind.unit(params),
    fired,
    firedAt,
    problem,
  };
}
