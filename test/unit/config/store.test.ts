import fs from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FIRST_CONFIG } from '../../../daemon/config/first.ts';
import { ConfigError } from '../../../daemon/config/problem.ts';
import { type ConfigChange, ConfigStore, configSchema, needsRestart } from '../../../daemon/config/store.ts';
import { ROOT } from '../../support/entry.ts';
import { tempFolder } from '../../support/temp.ts';

function open(text?: string, env: Record<string, string> = {}) {
  const file = path.join(tempFolder(), 'config.jsonc');
  if (text !== undefined) fs.writeFileSync(file, text);
  const store = new ConfigStore({ file, env });
  const changes: ConfigChange[] = [];
  store.onChange((change) => changes.push(change));
  return { file, store, changes, read: () => fs.readFileSync(file, 'utf8') };
}

test('a first run writes a commented configuration that only its user can read', () => {
  const { file, read } = open();
  expect(read()).toBe(FIRST_CONFIG);
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
});

test('a change keeps every comment, and is told once with what differs', () => {
  const { store, changes, read } = open('{\n  // how many at once\n  "bot": {\n    "maxOpenTrades": 6, // six\n    "blacklist": [], // none\n  },\n}\n');
  store.set('bot.maxOpenTrades', 4, 'local');
  expect(read()).toBe('{\n  // how many at once\n  "bot": {\n    "maxOpenTrades": 4, // six\n    "blacklist": [], // none\n  },\n}\n');
  expect(store.get().bot.maxOpenTrades).toBe(4);
  expect(changes).toMatchObject([{ paths: ['bot.maxOpenTrades'], who: 'local', previous: { bot: { maxOpenTrades: 6 } } }]);
});

test('setting a whole section touches only the keys that differ', () => {
  const { store, read } = open('{\n  "bot": {\n    // a note\n    "maxOpenTrades": 6\n  }\n}\n');
  store.set('bot', { maxOpenTrades: 5, blacklist: ['BTC/USDT'] }, 'local');
  expect(read()).toContain('// a note');
  expect(store.get().bot).toMatchObject({ maxOpenTrades: 5, blacklist: ['BTC/USDT'] });
});

test('null removes a value, and switches off what may be off', () => {
  const { store, read } = open('{ "bot": { "maxOpenTrades": 3 } }');
  store.set('bot.maxOpenTrades', null, 'local');
  expect(store.get().bot.maxOpenTrades).toBe(6);
  expect(read()).not.toContain('maxOpenTrades');
  store.set('risk.maxDrawdown', null, 'local');
  expect(store.get().risk.maxDrawdown).toBeNull();
});

test('a place in a list is named by its number', () => {
  const { store } = open();
  store.set('exits.takeProfit', [{ afterMinutes: 0, profit: 0.1 }], 'local');
  store.set('exits.takeProfit.0.profit', 0.2, 'local');
  expect(store.get().exits.takeProfit).toEqual([{ afterMinutes: 0, profit: 0.2 }]);
});

test('a value that is not allowed is refused with its field, and nothing is changed', () => {
  const { store, changes, read } = open('{}');
  expect(() => store.set('bot.maxOpenTrades', -1, 'local')).toThrow(
    expect.objectContaining({ kind: 'invalid', data: expect.objectContaining({ field: 'bot.maxOpenTrades' }) }),
  );
  expect(() => store.set('bot.maxOpenTraders', 1, 'local')).toThrow(expect.objectContaining({ kind: 'invalid' }));
  expect(read()).toBe('{}');
  expect(changes).toEqual([]);
});

test('of several edits all are made, or none', () => {
  const { store, read } = open('{}');
  const edits = [
    { path: 'bot.maxOpenTrades', value: 2 },
    { path: 'bot.startState', value: 'asleep' },
  ];
  expect(() => store.edit(edits, 'local')).toThrow(expect.objectContaining({ kind: 'invalid' }));
  expect(read()).toBe('{}');
});

test('what the environment sets cannot be set in the file', () => {
  const { store } = open('{}', { NIGHTDESK__BOT__MAX_OPEN_TRADES: '4' });
  expect(() => store.set('bot.maxOpenTrades', 5, 'local')).toThrow(expect.objectContaining({ kind: 'conflict' }));
  expect(store.get().bot.maxOpenTrades).toBe(4);
});

test('a file with mistakes on disk is not overwritten by an edit', () => {
  const { file, store, read } = open('{}');
  fs.writeFileSync(file, '{ broken');
  expect(() => store.set('bot.maxOpenTrades', 5, 'local')).toThrow(expect.objectContaining({ kind: 'conflict' }));
  expect(read()).toBe('{ broken');
  expect(() => store.reload('local')).toThrow(expect.objectContaining({ kind: 'invalid' }));
});

test('a link to the real file stays a link', () => {
  const folder = tempFolder();
  const real = path.join(folder, 'real.jsonc');
  const link = path.join(folder, 'config.jsonc');
  fs.writeFileSync(real, '{}');
  fs.symlinkSync(real, link);
  new ConfigStore({ file: link, env: {} }).set('bot.maxOpenTrades', 1, 'local');
  expect(fs.lstatSync(link).isSymbolicLink()).toBe(true);
  expect(fs.readFileSync(real, 'utf8')).toContain('"maxOpenTrades": 1');
});

test('an edit of the file is taken up when it is good, told and left when it is bad, taken up again when mended', async () => {
  const { file, store } = open('{}');
  store.start();
  onTestFinished(() => store.stop());
  const next = () => new Promise<ConfigChange>((resolve) => store.onChange(resolve));
  const problem = new Promise<ConfigError>((resolve) => store.onProblem(resolve));

  const taken = next();
  fs.writeFileSync(file, '{ "bot": { "maxOpenTrades": 3 } }');
  expect(await taken).toMatchObject({ paths: ['bot.maxOpenTrades'], who: 'file' });

  fs.writeFileSync(file, '{\n "bot": { "maxOpenTrades": "x" } }');
  expect(await problem).toBeInstanceOf(ConfigError);
  expect((await problem).message).toContain(`${file}:2:11 bot.maxOpenTrades`);
  expect(store.get().bot.maxOpenTrades).toBe(3);

  const mended = next();
  fs.writeFileSync(`${file}.new`, '{ "bot": { "maxOpenTrades": 2 } }');
  fs.renameSync(`${file}.new`, file);
  expect(await mended).toMatchObject({ config: { bot: { maxOpenTrades: 2 } } });
});

test('the published schema is current (`vitest -u` writes it)', async () => {
  await expect(`${JSON.stringify(configSchema(), null, 2)}\n`).toMatchFileSnapshot(path.join(ROOT, 'resources/config.schema.json'));
});

test('every key is described', () => {
  const bare: string[] = [];
  const walk = (schema: Record<string, unknown>, at: string) => {
    for (const [key, value] of Object.entries((schema.properties ?? {}) as Record<string, Record<string, unknown>>)) {
      if (!value.description && key !== '$schema') bare.push(`${at}${key}`);
      walk(value, `${at}${key}.`);
    }
  };
  walk(configSchema(), '');
  expect(bare).toEqual([]);
});

test('a change that waits for the next start says so', () => {
  expect(needsRestart(['market.source'])).toBe(true);
  expect(needsRestart(['paper.fees.maker'])).toBe(true);
  expect(needsRestart(['bot.maxOpenTrades'])).toBe(false);
});
