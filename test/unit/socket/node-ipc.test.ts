import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { serverPath } from '../../../daemon/gateways/socket/ipc-transport.ts';
import { ROOT } from '../../support/entry.ts';

/**
 * node-ipc was once used against its users by its own author (CVE-2022-23812). So every byte that is loaded was read and is
 * pinned: a change of it has to be looked at, then written down here.
 */
const READ_AND_PINNED: Record<string, { version: string; sha256: string }> = {
  'node-ipc': { version: '14.0.0', sha256: '9308a30053c674fcfb172360964d17cf3b62efa409518134ca1f82d32df00779' },
  'event-pubsub': { version: '6.1.1', sha256: '3a870b5de0121693dd51c61d5a356ad053496a82988dfdda0474d01469f4e6fd' },
  'strong-type': { version: '2.0.0', sha256: '5be7708959c67b91538b8d2bffb33f94b2609701864e68181843681d1fc6f437' },
  'js-message': { version: '3.1.0', sha256: 'a7ebc9ff5c0d56f12b05ee9172bea89a5daf44c9865598847083759bfbd928ef' },
  'js-queue': { version: '3.1.0', sha256: '96841b84d7ea602167952868f521668e3600fe517acdb3ef8a473523c8fe9db5' },
  'easy-stack': { version: '2.1.0', sha256: 'a69ed3be32ee5f22bfb155a7f840ab1b0bcda687c7e9e26711e83f970d5cf14e' },
};

const folder = (name: string) => path.join(ROOT, 'node_modules', name);

function filesOf(name: string): string[] {
  const entries = fs.readdirSync(folder(name), { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? [path.relative(folder(name), path.join(entry.parentPath, entry.name))] : [])).sort();
}

function digest(name: string): string {
  const hash = createHash('sha256');
  for (const file of filesOf(name)) hash.update(`${file}\0`).update(fs.readFileSync(path.join(folder(name), file)));
  return hash.digest('hex');
}

const manifest = (name: string) => JSON.parse(fs.readFileSync(path.join(folder(name), 'package.json'), 'utf8'));

test('node-ipc and all it needs are the ones that were read', () => {
  const found = Object.keys(READ_AND_PINNED).map((name) => [name, { version: manifest(name).version, sha256: digest(name) }]);
  expect(Object.fromEntries(found)).toEqual(READ_AND_PINNED);
});

test('they need nothing beyond themselves, each exactly pinned, and run no script on installing', () => {
  for (const name of Object.keys(READ_AND_PINNED)) {
    const { dependencies = {}, scripts = {} } = manifest(name);
    for (const [needed, version] of Object.entries(dependencies)) expect(READ_AND_PINNED[needed]?.version).toBe(version);
    expect(Object.keys(scripts).filter((script) => /^(pre|post)?install$|^prepare$/.test(script))).toEqual([]);
    expect(fs.existsSync(path.join(folder('node-ipc'), 'node_modules'))).toBe(false);
  }
  const lock = JSON.parse(fs.readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
  for (const [name, { version }] of Object.entries(READ_AND_PINNED)) {
    expect(lock.packages[`node_modules/${name}`]).toMatchObject({ version, integrity: expect.stringMatching(/^sha512-/) });
  }
  expect(lock.packages[''].dependencies['node-ipc']).toBe(READ_AND_PINNED['node-ipc']?.version);
});

test('none of their code starts programs, fetches anything or runs text', () => {
  const forbidden = /child_process|\bhttps?\b['"]|worker_threads|node:vm|\beval\s*\(|new Function|fetch\s*\(|from\s*base64|atob\s*\(|'base64'/;
  for (const name of Object.keys(READ_AND_PINNED)) {
    for (const file of filesOf(name).filter((one) => /\.(c|m)?js$/.test(one))) {
      const code = fs.readFileSync(path.join(folder(name), file), 'utf8').replace(/https?:\/\/\S+/g, '');
      expect(`${name}/${file}: ${forbidden.exec(code)?.[0] ?? 'clean'}`).toBe(`${name}/${file}: clean`);
    }
  }
});

test('a pipe of Windows is named once, not twice', () => {
  expect(serverPath('\\\\.\\pipe\\nightdesk-1')).toBe('nightdesk-1');
  expect(serverPath('/run/user/1/rpc.sock')).toBe('/run/user/1/rpc.sock');
});
