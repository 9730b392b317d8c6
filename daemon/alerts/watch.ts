import Big from 'big.js';
import type { Emit, Journal } from '../journal/journal.ts';
import type { Log } from '../log/log.ts';
import { ALERT_KINDS, type AlertKind, type Figure } from './kinds.ts';
import { FRESH, type SubjectState, step, type Terms } from './machine.ts';
import type { AlertStore, StoredRule } from './store.ts';
import type { AccountView, ViewOf } from './view.ts';

/** A rule at work. */
export interface Watched extends StoredRule {
  readonly kind: AlertKind;
  /** The parameters with defaults filled in. */
  readonly params: Record<string, unknown>;
  readonly terms: Terms;
  readonly states: ReadonlyMap<string, SubjectState>;
  /** The figure nearest to firing. */
  readonly value: Big | null;
  readonly problem: string | null;
}

interface WatchOptions {
  readonly alerts: AlertStore;
  readonly journal: Journal;
  readonly log: Log;
  readonly view: ViewOf;
  readonly now: () => number;
}

const MINUTE_MS = 60_000;

/** @throws ZodError when the parameters are not what the kind wants */
export function watched({ rule, fired, firedAt }: StoredRule, states: ReadonlyMap<string, SubjectState> = new Map()): Watched | undefined {
  const kind = ALERT_KINDS.get(rule.kind);
  if (!kind) return undefined;
  const params = kind.params.parse(rule.params);
  const { hysteresisPercent, cooldownMinutes, repeat } = rule;
  const terms = {
    direction: kind.direction,
    limit: new Big(kind.limit(params)),
    hysteresisPercent,
    once: repeat === 'once',
    cooldownMs: cooldownMinutes * MINUTE_MS,
  };
  return { rule, fired, firedAt, kind, params, terms, states, value: null, problem: null };
}

/** Looks at the figures of every rule. Where a rule stands and the events that it fires are one write. */
export class AlertWatch {
  readonly #with: WatchOptions;
  readonly #rules = new Map<string, Watched>();

  constructor(options: WatchOptions) {
    this.#with = options;
    const { alerts, log } = options;
    const states = alerts.subjects();
    for (const stored of alerts.all()) {
      try {
        const rule = watched(stored, states.get(stored.rule.id));
        if (rule) this.#rules.set(stored.rule.id, rule);
        else log.warn(`Alert rule ${stored.rule.id} watches "${stored.rule.kind}", which this daemon does not know`);
      } catch (error) {
        log.warn(`Alert rule ${stored.rule.id} can't be used`, {
          error,
          remedy: 'Remove it and add it again',
          is: { code: 'alert_unusable', params: { rule: stored.rule.id } },
        });
      }
    }
  }

  get rules(): readonly Watched[] {
    return [...this.#rules.values()];
  }

  get(id: string): Watched | undefined {
    return this.#rules.get(id);
  }

  put(rule: Watched): void {
    this.#rules.set(rule.rule.id, rule);
  }

  delete(id: string): void {
    this.#rules.delete(id);
  }

  /** Never throws: a rule that fails says so, and the others are looked at all the same. */
  look(): void {
    const views = new Map<string, AccountView | undefined>();
    const viewOf = (account: string) => {
      if (!views.has(account)) views.set(account, this.#with.view(account));
      return views.get(account);
    };
    for (const [id, watched] of this.#rules) {
      if (!watched.rule.enabled) continue;
      try {
        const view = viewOf(watched.rule.account);
        if (view) this.#rules.set(id, this.#lookAt(watched, view));
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        if (watched.problem !== problem)
          this.#with.log.warn(`Alert rule ${id} could not be checked: ${problem}`, {
            error,
            is: { code: 'alert_unchecked', params: { rule: id, reason: problem } },
          });
        this.#rules.set(id, { ...watched, problem });
      }
    }
  }

  #lookAt(watched: Watched, view: AccountView): Watched {
    const { kind, params, terms } = watched;
    const now = this.#with.now();
    const figures = kind.figures(view, params);
    const steps = figures.map((figure) => ({
      figure,
      before: watched.states.get(figure.subject),
      ...step(watched.states.get(figure.subject) ?? FRESH, figure.value, now, terms),
    }));
    const changed = steps.filter(({ before, state }) => state !== before && (before !== undefined || state !== FRESH));
    const present = new Set(figures.map(({ subject }) => subject));
    const gone = kind.perTrade ? [...watched.states.keys()].filter((subject) => !present.has(subject)) : [];
    const value = nearest(figures, terms.direction);
    if (changed.length === 0 && gone.length === 0) return { ...watched, value, problem: null };
    const firing = changed.filter(({ fires }) => fires).map(({ figure }) => figure);
    const states = new Map(watched.states);
    for (const { figure, state } of changed) states.set(figure.subject, state);
    for (const subject of gone) states.delete(subject);
    const after = { ...watched, states, value, problem: null, fired: watched.fired + firing.length, firedAt: firing.length > 0 ? now : watched.firedAt };
    this.#with.journal.write((emit) => {
      for (const { figure, state } of changed) this.#with.alerts.setSubject(watched.rule.id, figure.subject, state);
      for (const subject of gone) this.#with.alerts.deleteSubject(watched.rule.id, subject);
      for (const [nth, figure] of firing.entries()) this.#fire(watched, figure, watched.fired + nth + 1, view, emit);
    });
    return after;
  }

  #fire({ rule, kind, params, terms }: Watched, figure: Figure, times: number, view: AccountView, emit: Emit): void {
    this.#with.alerts.noteFired(rule.id, this.#with.now());
    emit('alert.fired', {
      rule: rule.id,
      kind: rule.kind,
      name: rule.name,
      account: rule.account,
      text: kind.because(figure, params, view),
      value: figure.value.round(8).toFixed(),
      limit: terms.limit.toFixed(),
      unit: kind.unit(params, view),
      pair: figure.pair,
      tradeId: figure.tradeId,
      strategy: figure.strategy,
      times,
    });
  }
}

function nearest(figures: readonly Figure[], direction: Terms['direction']): Big | null {
  const values = figures.map(({ value }) => value).toSorted((a, b) => a.cmp(b));
  return (direction === 'up' ? values.at(-1) : values[0]) ?? null;
}

/** Where a rule stands, in one word. */
export function stateOf({ rule, kind, states, problem }: Watched): 'armed' | 'fired' | 'done' | 'disabled' | 'failing' {
  if (!rule.enabled) return 'disabled';
  if (problem !== null) return 'failing';
  const own = [...states.values()];
  if (rule.repeat === 'once' && !kind.perTrade && own.some(({ firedAt }) => firedAt !== null)) return 'done';
  return own.length > 0 && own.every(({ armed }) => !armed) ? 'fired' : 'armed';
}
