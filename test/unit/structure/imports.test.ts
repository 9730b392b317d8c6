import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../support/entry.ts';

interface Import {
  readonly file: string;
  readonly specifier: string;
  /** Path from the root for our own files, else the package's name. */
  readonly target: string;
  readonly typeOnly: boolean;
}

const TOP = ['main', 'preload', 'renderer', 'daemon'];
const IMPORT = /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

function sources(folder: string): string[] {
  return fs.readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    return entry.isDirectory() ? sources(name) : /\.tsx?$/.test(name) ? [name] : [];
  });
}

function importsOf(file: string): Import[] {
  const text = fs.readFileSync(path.join(ROOT, file), 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = match[2] ?? match[3] ?? '';
    const target = specifier.startsWith('.') ? path.join(path.dirname(file), specifier) : packageName(specifier);
    return { file, specifier, target, typeOnly: match[1] !== undefined };
  });
}

const packageName = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const all = TOP.flatMap(sources).flatMap(importsOf);
const inside = (folder: string) => (one: Import) => one.file.startsWith(`${folder}/`);
const own = (one: Import) => one.specifier.startsWith('.');
const under = (one: Import, ...folders: string[]) => folders.some((folder) => one.target === folder || one.target.startsWith(`${folder}/`));
const show = (imports: Import[]) => imports.map((one) => `${one.file} imports ${one.specifier}`);

test('the contract imports nothing of ours but itself, and no package but the validator', () => {
  const wrong = all.filter(inside('daemon/protocol')).filter((one) => (own(one) ? !under(one, 'daemon/protocol') : one.target !== 'zod'));
  expect(show(wrong)).toEqual([]);
});

test('the client knows the contract and itself', () => {
  const wrong = all.filter(inside('daemon/client')).filter((one) => own(one) && !under(one, 'daemon/client', 'daemon/protocol'));
  expect(show(wrong)).toEqual([]);
});

test('the daemon knows only the daemon, and never Electron', () => {
  const wrong = all.filter(inside('daemon')).filter((one) => (own(one) ? !under(one, 'daemon') : one.target === 'electron'));
  expect(show(wrong)).toEqual([]);
});

test('the main process knows the contract, the client and the lifecycle', () => {
  const wrong = all
    .filter(inside('main'))
    .filter((one) => own(one) && !under(one, 'main', 'resources', 'daemon/protocol', 'daemon/client', 'daemon/lifecycle'));
  expect(show(wrong)).toEqual([]);
});

test('the preload script knows the contract and Electron', () => {
  const wrong = all
    .filter(inside('preload'))
    .filter((one) =>
      own(one)
        ? !under(one, 'preload', 'daemon/protocol', 'daemon/client', 'main') || (under(one, 'main', 'daemon/client') && !one.typeOnly)
        : one.target !== 'electron',
    );
  expect(show(wrong)).toEqual([]);
});

test('the renderer knows the contract by its types and the client, and nothing of Node or Electron', () => {
  const imports = all.filter(inside('renderer'));
  const wrong = imports.filter((one) =>
    own(one)
      ? !under(one, 'renderer', 'daemon/protocol', 'daemon/client')
      : one.target === 'electron' || one.target === 'zod' || one.specifier.startsWith('node:'),
  );
  expect(show(wrong)).toEqual([]);
});

test.each([
  ['better-sqlite3', ['daemon/store']],
  ['node-ipc', ['daemon/gateways/socket', 'daemon/client']],
  ['ccxt', ['daemon/exchange/ccxt']],
  ['grammy', ['daemon/channels/telegram']],
  ['electron', ['main', 'preload']],
])('%s is imported only in its own rooms', (name, rooms) => {
  const wrong = all.filter((one) => one.target === name && !rooms.some((room) => one.file.startsWith(`${room}/`)));
  expect(show(wrong)).toEqual([]);
});

test('the scan sees the imports it judges', () => {
  expect(all.some((one) => one.target === 'zod' && one.file.startsWith('daemon/protocol/'))).toBe(true);
  expect(all.some((one) => one.target === 'better-sqlite3')).toBe(true);
});
