import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, test as plain, type TestContext } from 'vitest';
import { daemonEnv, type RunningDaemon, startDaemon } from '../support/daemon.ts';
import { CLI } from '../support/entry.ts';

/** Gives a program a terminal of its own (util-linux). */
const SCRIPT = '/usr/bin/script';

interface Terminal {
  readonly shown: () => string;
  /** Waits until the text was shown. */
  sees(text: string): Promise<void>;
  type(keys: string): void;
  /** @returns the exit code */
  end(): Promise<number | null>;
}

function onTerminal(words: readonly string[], home: string, env: Readonly<Record<string, string>> = {}): Terminal {
  const command = [process.execPath, CLI, ...words].map((word) => `'${word}'`).join(' ');
  const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...rest } = daemonEnv(home);
  const child = spawn(SCRIPT, ['-qec', command, '/dev/null'], { env: { ...rest, TERM: 'xterm-256color', ...env } });
  const ended = once(child, 'close');
  let shown = '';
  const waiting = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    for (const check of waiting) check();
  });
  return {
    shown: () => shown,
    type: (keys) => void child.stdin.write(keys),
    sees: (text) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (!shown.includes(text)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        ended.then(() => reject(new Error(`ended without showing "${text}":\n${shown}`)));
        check();
      }),
    end: async () => (await ended)[0] as number | null,
  };
}

let daemon: RunningDaemon;
beforeAll(async () => {
  daemon = await startDaemon();
});
afterAll(() => daemon?.stop());

const test = (name: string, body: (context: TestContext) => Promise<void>) =>
  plain(name, (context) => (fs.existsSync(SCRIPT) ? body(context) : context.skip(`needs ${SCRIPT}`)));

test('what is dangerous is asked about, and no is no', async ({ expect }) => {
  await daemon.client.call('secrets.set', { name: 'asked', value: 'abcdefgh' });
  const no = onTerminal(['secret', 'delete', 'asked'], daemon.home);
  await no.sees('[y/N]');
  no.type('n\r');
  expect(await no.end()).toBe(4);
  expect((await daemon.client.call('secrets.status', {})).items).toHaveLength(1);

  const yes = onTerminal(['secret', 'delete', 'asked'], daemon.home);
  await yes.sees('[y/N]');
  yes.type('y\r');
  expect(await yes.end()).toBe(0);
  expect((await daemon.client.call('secrets.status', {})).items).toEqual([]);
});

test('a secret is typed without being shown, corrections included', async ({ expect }) => {
  const set = onTerminal(['secret', 'set', 'typed'], daemon.home);
  await set.sees('Value of typed: ');
  set.type('hunter2xx\u007f\u007f');
  set.type('34\r');
  expect(await set.end()).toBe(0);
  expect(set.shown()).not.toContain('hunter');
  const { items } = await daemon.client.call('secrets.status', {});
  expect(items).toContainEqual(expect.objectContaining({ name: 'typed' }));
  await daemon.client.callConfirmed('secrets.delete', { name: 'typed' });
});

test('a secret not typed to its end is not set', async ({ expect }) => {
  const set = onTerminal(['secret', 'set', 'broken-off'], daemon.home);
  await set.sees('Value of broken-off: ');
  set.type('half\u0003');
  expect(await set.end()).toBe(2);
  expect((await daemon.client.call('secrets.status', {})).items).toEqual([]);
});

test('colours are for terminals, and not with NO_COLOR', async ({ expect }) => {
  const coloured = onTerminal(['doctor'], daemon.home);
  const plainly = onTerminal(['doctor'], daemon.home, { NO_COLOR: '1' });
  await Promise.all([coloured.end(), plainly.end()]);
  expect(coloured.shown()).toContain('\u001b[32mok');
  expect(plainly.shown()).toContain('ok');
  expect(plainly.shown()).not.toContain('\u001b[');
});

test('the command of the package runs what was built, or says how to build it', async ({ expect }) => {
  const folder = path.join(daemon.home, 'copy/resources/bin');
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(path.join(path.dirname(CLI), '../../resources/bin/nightdesk.mjs'), path.join(folder, 'nightdesk.mjs'));
  const child = spawn(process.execPath, [path.join(folder, 'nightdesk.mjs'), 'status']);
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(1);
  expect(stderr).toContain('npm run build');
});
