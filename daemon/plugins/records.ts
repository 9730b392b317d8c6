import type { Statement, Store } from '../store/store.ts';

interface Row {
  name: string;
  sha256: string;
}

/** Which plugins are enabled, and by which code. */
export class PluginRecords {
  readonly #all: Statement<[], Row>;
  readonly #put: Statement<[string, string, string, number]>;
  readonly #delete: Statement<[string]>;

  constructor(store: Store) {
    this.#all = store.prepare('SELECT name, sha256 FROM plugins ORDER BY name');
    this.#put = store.prepare('INSERT OR REPLACE INTO plugins (name, sha256, enabled_by, enabled_at) VALUES (?, ?, ?, ?)');
    this.#delete = store.prepare('DELETE FROM plugins WHERE name = ?');
  }

  /** SHA-256 of the code by name. */
  all(): Map<string, string> {
    return new Map(this.#all.all().map(({ name, sha256 }) => [name, sha256]));
  }

  put(name: string, sha256: string, who: string): void {
    this.#put.run(name, sha256, who, Date.now());
  }

  delete(name: string): void {
    this.#delete.run(name);
  }
}
