import { hkdfSync, randomBytes, scrypt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { KEY_BYTES } from './seal.ts';

export type KeyKind = 'keyfile' | 'passphrase' | 'credential';

/** The key that opens the vault can't be had; the message says what to do. */
export class KeyUnavailableError extends Error {
  override readonly name = 'KeyUnavailableError';
}

export interface KeyPlaces {
  /** Where the key file lies, or is made. */
  readonly keyfile: string;
  /** systemd's `$CREDENTIALS_DIRECTORY`. */
  readonly credentials?: string | undefined;
}

/**
 * Reads the key file, or makes one when `create` is set.
 *
 * A key file protects backups and copied databases, not the account it lies in: whoever can read that account's files
 * can read both.
 */
export function keyFromFile({ keyfile }: KeyPlaces, salt: Uint8Array, create: boolean): Buffer {
  if (!fs.existsSync(keyfile)) {
    if (!create) throw new KeyUnavailableError(`the vault's key file ${keyfile} is missing. Restore it, or delete the secrets and set them anew.`);
    fs.mkdirSync(path.dirname(keyfile), { recursive: true, mode: 0o700 });
    fs.writeFileSync(keyfile, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  }
  const status = fs.statSync(keyfile);
  if (process.platform !== 'win32' && (status.mode & 0o077) !== 0) {
    throw new KeyUnavailableError(`the vault's key file ${keyfile} can be read by others. Run: chmod 600 ${keyfile}`);
  }
  return derived(fs.readFileSync(keyfile), salt, keyfile);
}

/** The credential `vault-key` that systemd hands to the unit (`LoadCredential=` or `LoadCredentialEncrypted=`). */
export function keyFromCredential({ credentials }: KeyPlaces, salt: Uint8Array): Buffer {
  if (!credentials) {
    throw new KeyUnavailableError('the vault is opened by a systemd credential, but systemd gave none. Add LoadCredential=vault-key:/path to the unit.');
  }
  const file = path.join(credentials, 'vault-key');
  if (!fs.existsSync(file)) throw new KeyUnavailableError(`systemd's credentials have no "vault-key" (looked for ${file})`);
  return derived(fs.readFileSync(file), salt, file);
}

/** scrypt (RFC 7914) at N=2^15, r=8, p=3: 32 MiB, one of the settings of OWASP's password storage cheat sheet. */
export const keyFromPassphrase = (passphrase: string, salt: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
    scrypt(passphrase.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
  });

function derived(material: Buffer, salt: Uint8Array, file: string): Buffer {
  if (material.length < 16) throw new KeyUnavailableError(`${file} is too short for a key: it needs 16 bytes or more`);
  return Buffer.from(hkdfSync('sha256', material, salt, 'nightdesk vault', KEY_BYTES));
}
