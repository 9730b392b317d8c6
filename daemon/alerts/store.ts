import type { Statement, Store } from '../store/store.ts';
import type { SubjectState } from './machine.ts';

/** A rule as its maker wrote it. */
export interface Rule {
  readonly id: string;
  readonly kind: string;
  readonly name: string | null;
  readonly account: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly hysteresisPercent: number;
  readonly repeat: 'once' | 'repeating';
  readonly cooldownMinutes: number;
  readonly enabled: boolean;
}

export interface StoredRule {
  readonly rule: Rule;
  readonly fired: number;
  readonly firedAt: number | null;
}

/** Alert rules and where each stands with its figures. */
export class AlertStore {
  readonly #all: Statement<[], { rule: string; fired: number; fired_at: number | null }>;
  readonly #subjects: Statement<[], { rule: string; subject: string; armed: number; fired_at: number | null }>;
  readonly #put: Statement<[string, string, number]>;
  readonly #delete: Statement<[string]>;
  readonly #fired: Statement<[number, string]>;
  readonly #setSubject: Statement<[string, string, number, number | null]>;
  readonly #deleteSubject: Statement<[string, string]>;
  readonly #deleteSubjects: Statement<[string]>;

  constructor(store: Store) {
    this.#all = store.prepare('SELECT rule, fired, fired_at FROM alert_rule ORDER BY created_at, id');
    this.#subjects = store.prepare('SELECT rule, subject, armed, fired_at FROM alert_subject');
    this.#put = store.prepare('INSERT INTO alert_rule (id, rule, created_at) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET rule = excluded.rule');
    this.#delete = store.prepare('DELETE FROM alert_rule WHERE id = ?');
    this.#fired = store.prepare('UPDATE alert_rule SET fired = fired + 1, fired_at = ? WHERE id = ?');
    this.#setSubject = store.prepare('INSERT OR REPLACE INTO alert_subject (rule, subject, armed, fired_at) VALUES (?, ?, ?, ?)');
    this.#deleteSubject = store.prepare('DELETE FROM alert_subject WHERE rule = ? AND subject = ?');
    this.#deleteSubjects = store.prepare('DELETE FROM alert_subject WHERE rule = ?');
  }

  /** Oldest first. */
  all(): StoredRule[] {
    return this.#all.all().map(({ rule, fired, fired_at }) => ({ rule: JSON.parse(rule) as Rule, fired, firedAt: fired_at }));
  }

  /** States by rule and subject. */
  subjects(): Map<string, Map<string, SubjectState>> {
    const states = new Map<string, Map<string, SubjectState>>();
    for (const { rule, subject, armed, fired_at } of this.#subjects.all()) {
      const own = states.get(rule) ?? new Map<string, SubjectState>();
      states.set(rule, own.set(subject, { armed: armed === 1, firedAt: fired_at }));
    }
    return states;
  }

  put(rule: Rule, now: number): void {
    this.#put.run(rule.id, JSON.stringify(rule), now);
    this.#deleteSubjects.run(rule.id);
  }

  delete(id: string): void {
    this.#delete.run(id);
  }

  noteFired(id: string, now: number): void {
    this.#fired.run(now, id);
  }

  setSubject(rule: string, subject: string, { armed, firedAt }: SubjectState): void {
    this.#setSubject.run(rule, subject, Number(armed), firedAt);
  }

  deleteSubject(rule: string, subject: string): void {
    this.#deleteSubject.run(rule, subject);
  }
}
