import { randomBytes } from 'node:crypto';
import { RpcError } from '../protocol/index.ts';
import type { Statement, Store } from '../store/store.ts';
import { type KeyKind, type KeyPlaces, KeyUnavailableError, keyFromCredential, keyFromFile, keyFromPassphrase } from './key-source.ts';
import { KEY_BYTES, seal, unseal } from './seal.ts';

interface KeyRow {
  kind: KeyKind;
  salt: Uint8Array;
  nonce: Uint8Array;
  wrapped: Uint8Array;
}
interface SecretRow {
  name: string;
  version: number;
  nonce: Uint8Array;
  sealed: Uint8Array;
  updated_at: number;
}

export interface VaultStatus {
  locked: boolean;
  key: KeyKind;
  items: Array<{ name: string; lastFour: string | null; updatedAt: number }>;
}

export interface VaultOptions {
  readonly store: Store;
  readonly key: KeyKind;
  readonly places: KeyPlaces;
  /** Told of every value that came in or went out, so that it can be kept out of logs. */
  readonly onValue: (value: string) => void;
  readonly now?: () => number;
}

const MIN_PASSPHRASE = 8;

/**
 * Secrets, each sealed under its own name and version by a data key; the data key is sealed by a key file, a
 * passphrase or a systemd credential, and can change hands without touching the secrets.
 */
export class Vault {
  readonly #options: VaultOptions;
  readonly #now: () => number;
  readonly #listeners = new Set<(name: string) => void>();
  readonly #keyRow: Statement<[], KeyRow>;
  readonly #one: Statement<[string], SecretRow>;
  readonly #all: Statement<[], SecretRow>;
  #dataKey: Uint8Array | undefined;
  /** Why it is locked, for people. */
  #reason = 'unlock it by its passphrase first';

  /** Opens the vault, unless it waits for a passphrase or its key can't be had: it is then locked and {@link problem} says why. */
  constructor(options: VaultOptions) {
    const { store } = options;
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#keyRow = store.prepare('SELECT kind, salt, nonce, wrapped FROM vault_key');
    this.#one = store.prepare('SELECT * FROM secrets WHERE name = ?');
    this.#all = store.prepare('SELECT * FROM secrets ORDER BY name');
    this.#openUnattended();
    this.#announce();
  }

  get locked(): boolean {
    return this.#dataKey === undefined;
  }

  /** Why it is locked; undefined when it is open. */
  get problem(): string | undefined {
    return this.locked ? `The vault is locked: ${this.#reason}` : undefined;
  }

  /** The secret, or undefined when none of that name is set. @throws RpcError `locked` */
  get(name: string): string | undefined {
    const row = this.#one.get(name);
    if (!row) return undefined;
    const value = this.#open(row);
    this.#options.onValue(value);
    return value;
  }

  /** @throws RpcError `locked` */
  set(name: string, value: string): void {
    this.#options.onValue(value);
    const { store } = this.#options;
    const key = this.#key();
    store.transaction(() => {
      const version = (this.#one.get(name)?.version ?? 0) + 1;
      const { nonce, sealed } = seal(key, `${name}|${version}`, Buffer.from(value));
      store
        .prepare(
          `INSERT INTO secrets (name, version, nonce, sealed, updated_at) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (name) DO UPDATE SET version = excluded.version, nonce = excluded.nonce, sealed = excluded.sealed, updated_at = excluded.updated_at`,
        )
        .run(name, version, nonce, sealed, this.#now());
    });
    this.#tell([name]);
  }

  /**
   * Deletes a secret, also from a locked vault. With the last one gone, a vault whose key is lost starts afresh.
   *
   * @returns false when there was none of that name
   */
  delete(name: string): boolean {
    const { store } = this.#options;
    const deleted = store.prepare('DELETE FROM secrets WHERE name = ?').run(name).changes > 0;
    if (deleted && this.locked && this.#all.all().length === 0) {
      store.prepare('DELETE FROM vault_key').run();
      this.#openUnattended();
    }
    if (deleted) this.#tell([name]);
    return deleted;
  }

  status(): VaultStatus {
    const items = this.#all.all().map((row) => ({ name: row.name, lastFour: lastFour(this.#valueOf(row)), updatedAt: row.updated_at }));
    return { locked: this.locked, key: this.#options.key, items };
  }

  /**
   * Opens a vault that waits for its passphrase. The first passphrase given becomes the one that guards it.
   *
   * @throws RpcError `conflict` when no passphrase guards it, `invalid` when it is the wrong one
   */
  async unlock(passphrase: string): Promise<void> {
    const row = this.#keyRow.get();
    const wanted = this.#options.key;
    if (wanted !== 'passphrase' && row?.kind !== 'passphrase') throw new RpcError('conflict', `the vault is opened by a ${wanted}, not by a passphrase`);
    if (row?.kind === 'passphrase') {
      this.#dataKey = unwrap(await keyFromPassphrase(passphrase, row.salt), row, 'this is not the passphrase of the vault');
      if (wanted !== 'passphrase') this.#rewrap(this.#dataKey);
    } else {
      if (passphrase.length < MIN_PASSPHRASE) throw new RpcError('invalid', `a passphrase needs ${MIN_PASSPHRASE} characters or more`, { field: 'passphrase' });
      const salt = randomBytes(16);
      const dataKey = row ? this.#unwrapUnattended(row) : randomBytes(KEY_BYTES);
      this.#store('passphrase', salt, await keyFromPassphrase(passphrase, salt), dataKey);
      this.#dataKey = dataKey;
    }
    this.#announce();
    this.#tell(this.#all.all().map((secret) => secret.name));
  }

  /** Told the name of each secret that was set or deleted, and of all when the vault opens. */
  onChange(listener: (name: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(names: readonly string[]): void {
    for (const name of names) for (const listener of this.#listeners) listener(name);
  }

  /** Lets every secret be kept out of logs from the start, also one that nobody asks for. */
  #announce(): void {
    if (this.locked) return;
    for (const row of this.#all.all()) {
      const value = this.#valueOf(row);
      if (value !== undefined) this.#options.onValue(value);
    }
  }

  #key(): Uint8Array {
    if (!this.#dataKey)
      throw new RpcError('locked', this.problem ?? '', { hint: 'secrets.status tells how it is locked; a passphrase goes to secrets.unlock' });
    return this.#dataKey;
  }

  #open(row: SecretRow): string {
    const key = this.#key();
    try {
      return unseal(key, `${row.name}|${row.version}`, row).toString('utf8');
    } catch (cause) {
      throw new RpcError('internal', `the secret "${row.name}" was altered in the store and can't be opened; set it anew`, { cause });
    }
  }

  /** Undefined when it is locked or was altered in the store. */
  #valueOf(row: SecretRow): string | undefined {
    try {
      return this.#open(row);
    } catch {
      return undefined;
    }
  }

  #openUnattended(): void {
    try {
      const row = this.#keyRow.get();
      if (row?.kind === 'passphrase' || (!row && this.#options.key === 'passphrase')) return;
      const dataKey = row ? this.#unwrapUnattended(row) : randomBytes(KEY_BYTES);
      if (this.#options.key === 'passphrase') {
        this.#reason = 'give it a passphrase (`secrets.unlock`)';
        return;
      }
      if (row?.kind !== this.#options.key) this.#rewrap(dataKey);
      this.#dataKey = dataKey;
    } catch (error) {
      if (!(error instanceof KeyUnavailableError) && !(error instanceof RpcError)) throw error;
      this.#reason = error.message;
    }
  }

  #unwrapUnattended(row: KeyRow): Uint8Array {
    return unwrap(
      this.#unattendedKey(row.kind, row.salt, false),
      row,
      `the ${row.kind} is not the one that sealed the vault. Restore the right one, or delete the secrets and set them anew.`,
    );
  }

  /** Seals the data key by what the configuration names. */
  #rewrap(dataKey: Uint8Array): void {
    const salt = randomBytes(16);
    this.#store(this.#options.key, salt, this.#unattendedKey(this.#options.key, salt, true), dataKey);
  }

  #unattendedKey(kind: KeyKind, salt: Uint8Array, create: boolean): Uint8Array {
    const { places } = this.#options;
    return kind === 'credential' ? keyFromCredential(places, salt) : keyFromFile(places, salt, create);
  }

  #store(kind: KeyKind, salt: Uint8Array, key: Uint8Array, dataKey: Uint8Array): void {
    const { nonce, sealed } = seal(key, `data key|${kind}`, dataKey);
    this.#options.store.prepare('INSERT OR REPLACE INTO vault_key (id, kind, salt, nonce, wrapped) VALUES (1, ?, ?, ?, ?)').run(kind, salt, nonce, sealed);
  }
}

function unwrap(key: Uint8Array, { kind, nonce, wrapped }: KeyRow, otherwise: string): Uint8Array {
  try {
    return unseal(key, `data key|${kind}`, { nonce, sealed: wrapped });
  } catch (cause) {
    throw new RpcError('invalid', otherwise, { cause });
  }
}

/** Of a short secret, four characters would be too much to tell. */
const lastFour = (value: string | undefined): string | null => (value === undefined || value.length < 12 ? null : value.slice(-4));
