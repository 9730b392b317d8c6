import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Store } from '../../../daemon/store/store.ts';
import type { KeyKind } from '../../../daemon/vault/key-source.ts';
import { seal, unseal } from '../../../daemon/vault/seal.ts';
import { Vault } from '../../../daemon/vault/vault.ts';
import { tempFolder } from '../../support/temp.ts';

function setup() {
  const folder = tempFolder();
  const store = new Store(':memory:');
  const keyfile = path.join(folder, 'vault.key');
  const credentials = path.join(folder, 'credentials');
  fs.mkdirSync(credentials);
  const values: string[] = [];
  const open = (key: KeyKind = 'keyfile') =>
    new Vault({ store, key, places: { keyfile, credentials }, onValue: (value) => values.push(value), now: () => 1000 });
  return { store, keyfile, credentials, values, open };
}

const LONG = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

test('a secret comes back after a restart; the store holds nothing of it', () => {
  const { open, store, keyfile } = setup();
  open().set('channels.ops.secret', LONG);
  expect(open().get('channels.ops.secret')).toBe(LONG);
  expect(open().get('channels.other.secret')).toBeUndefined();
  expect(fs.statSync(keyfile).mode & 0o777).toBe(0o600);
  const dump = JSON.stringify(store.prepare('SELECT name, CAST(sealed AS TEXT) AS sealed FROM secrets').all());
  expect(dump).not.toContain(LONG.slice(8));
});

test('every secret is told to whoever keeps them out of logs: when it is set, and all when the vault opens', () => {
  const { open, values } = setup();
  open().set('a', LONG);
  expect(values.splice(0)).toEqual([LONG]);
  open();
  expect(values).toEqual([LONG]);
});

test('status tells that it is set, and four characters only of what is long', () => {
  const vault = setup().open();
  vault.set('long', LONG);
  vault.set('short', 'hunter2');
  expect(vault.status()).toEqual({
    locked: false,
    key: 'keyfile',
    items: [
      { name: 'long', lastFour: 'LaSw', updatedAt: 1000 },
      { name: 'short', lastFour: null, updatedAt: 1000 },
    ],
  });
});

test('a change is told by name', () => {
  const vault = setup().open();
  const told: string[] = [];
  const end = vault.onChange((name) => told.push(name));
  vault.set('a', LONG);
  expect(vault.delete('a')).toBe(true);
  expect(vault.delete('a')).toBe(false);
  end();
  vault.set('b', LONG);
  expect(told).toEqual(['a', 'a']);
});

describe('tampering', () => {
  const secret = fc.record({ name: fc.stringMatching(/^[a-z]{1,20}$/), value: fc.string({ minLength: 1 }) });

  test('a flipped bit anywhere is noticed', () => {
    fc.assert(
      fc.property(secret, fc.nat(), fc.integer({ min: 0, max: 7 }), ({ name, value }, position, bit) => {
        const key = Buffer.alloc(32, 7);
        const { nonce, sealed } = seal(key, name, Buffer.from(value));
        const broken = Buffer.from(sealed);
        const index = position % broken.length;
        broken[index] = (broken[index] ?? 0) ^ (1 << bit);
        expect(unseal(key, name, { nonce, sealed }).toString()).toBe(value);
        expect(() => unseal(key, name, { nonce, sealed: broken })).toThrow();
      }),
    );
  });

  test('what was sealed as one secret cannot be opened as another, nor with another key', () => {
    fc.assert(
      fc.property(secret, secret, (a, b) => {
        fc.pre(a.name !== b.name);
        const key = Buffer.alloc(32, 7);
        const sealed = seal(key, `${a.name}|1`, Buffer.from(a.value));
        expect(() => unseal(key, `${b.name}|1`, sealed)).toThrow();
        expect(() => unseal(key, `${a.name}|2`, sealed)).toThrow();
        expect(() => unseal(Buffer.alloc(32, 8), `${a.name}|1`, sealed)).toThrow();
      }),
    );
  });

  test('two secrets swapped in the store are both refused, by name', () => {
    const { open, store } = setup();
    const vault = open();
    vault.set('a', `${LONG}a`);
    vault.set('b', `${LONG}b`);
    const [a, b] = store.prepare<[], { nonce: Buffer; sealed: Buffer }>('SELECT nonce, sealed FROM secrets ORDER BY name').all();
    const put = store.prepare('UPDATE secrets SET nonce = ?, sealed = ? WHERE name = ?');
    put.run(b?.nonce, b?.sealed, 'a');
    put.run(a?.nonce, a?.sealed, 'b');
    expect(() => vault.get('a')).toThrow(/"a" was altered in the store.*set it anew/);
    expect(vault.status().items.map((item) => item.lastFour)).toEqual([null, null]);
  });

  test('an old value put back is refused', () => {
    const { open, store } = setup();
    const vault = open();
    vault.set('a', 'the old password');
    const old = store.prepare<[], { nonce: Buffer; sealed: Buffer }>('SELECT nonce, sealed FROM secrets').get();
    vault.set('a', 'the new password');
    store.prepare('UPDATE secrets SET nonce = ?, sealed = ?').run(old?.nonce, old?.sealed);
    expect(() => vault.get('a')).toThrow(/altered/);
  });
});

describe('key file', () => {
  test('a wrong one locks the vault with a clear word, and is never replaced', () => {
    const { open, keyfile } = setup();
    open().set('a', LONG);
    fs.writeFileSync(keyfile, Buffer.alloc(32, 1), { mode: 0o600 });
    const vault = open();
    expect(vault.locked).toBe(true);
    expect(vault.problem).toMatch(/not the one that sealed the vault/);
    expect(() => vault.get('a')).toThrow(expect.objectContaining({ kind: 'locked' }));
    expect(() => vault.set('b', LONG)).toThrow(expect.objectContaining({ kind: 'locked' }));
    expect(vault.status()).toMatchObject({ locked: true, items: [{ name: 'a', lastFour: null }] });
  });

  test('a missing one locks it; with the last secret deleted it starts afresh', () => {
    const { open, keyfile } = setup();
    open().set('a', LONG);
    fs.rmSync(keyfile);
    const vault = open();
    expect(vault.problem).toContain(`${keyfile} is missing`);
    expect(fs.existsSync(keyfile)).toBe(false);
    vault.delete('a');
    expect(vault.locked).toBe(false);
    vault.set('a', 'anew and longer');
    expect(open().get('a')).toBe('anew and longer');
  });

  test('one that others can read is refused with the command that mends it', () => {
    const { open, keyfile } = setup();
    open().set('a', LONG);
    fs.chmodSync(keyfile, 0o644);
    expect(open().problem).toContain(`chmod 600 ${keyfile}`);
  });
});

describe('passphrase', () => {
  test('the vault boots locked; the first passphrase guards it, the wrong one is refused, the right one opens and tells all names', async () => {
    const { open } = setup();
    const first = open('passphrase');
    expect(first.locked).toBe(true);
    await expect(first.unlock('short')).rejects.toMatchObject({ kind: 'invalid' });
    await first.unlock('correct horse');
    first.set('a', LONG);
    const second = open('passphrase');
    expect(() => second.get('a')).toThrow(expect.objectContaining({ kind: 'locked' }));
    await expect(second.unlock('wrong horse')).rejects.toThrow(/not the passphrase/);
    expect(second.locked).toBe(true);
    const told: string[] = [];
    second.onChange((name) => told.push(name));
    await second.unlock('correct horse');
    expect(told).toEqual(['a']);
    expect(second.get('a')).toBe(LONG);
  });

  test('a vault that none guards says so', async () => {
    await expect(setup().open().unlock('correct horse')).rejects.toMatchObject({ kind: 'conflict' });
  });
});

test('the key can change hands and the secrets stay', async () => {
  const { open, credentials, keyfile } = setup();
  open('keyfile').set('a', LONG);

  fs.writeFileSync(path.join(credentials, 'vault-key'), 'a credential of some length');
  expect(open('credential').get('a')).toBe(LONG);
  fs.rmSync(keyfile);
  expect(open('credential').get('a')).toBe(LONG);

  const guarded = open('passphrase');
  expect(guarded.locked).toBe(true);
  await guarded.unlock('correct horse');
  fs.rmSync(path.join(credentials, 'vault-key'));
  expect(guarded.get('a')).toBe(LONG);

  const back = open('keyfile');
  expect(back.locked).toBe(true);
  await back.unlock('correct horse');
  expect(open('keyfile').get('a')).toBe(LONG);
});

test('a credential that systemd did not give locks the vault and says where it belongs', () => {
  expect(setup().open('credential').problem).toContain('vault-key');
});
