import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningDaemon, startDaemon } from '../support/daemon.ts';
import { ROOT } from '../support/entry.ts';

interface Example {
  readonly command: string;
  readonly expected: readonly string[];
}

/** The console sessions of the README that are marked as tested: each command with the lines it is said to print. */
function sessions(): Map<string, Example[]> {
  const text = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  const found = new Map<string, Example[]>();
  for (const [, name = '', body = ''] of text.matchAll(/<!-- tested: (\w+) -->\n```console\n([\s\S]*?)```/g)) {
    const examples = body.split(/^\$ /m).slice(1);
    found.set(
      name,
      examples.map((example) => {
        const [command = '', ...expected] = example.trimEnd().split('\n');
        return { command, expected };
      }),
    );
  }
  return found;
}

/** An expected line as a pattern: `…` stands for anything. */
const pattern = (line: string) =>
  new RegExp(
    `^${line
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );

const shell = (command: string, env: Record<string, string>) =>
  new Promise<string[]>((resolve, reject) => {
    execFile('bash', ['-c', command], { env: { ...process.env, ...env }, timeout: 20_000 }, (error, stdout, stderr) =>
      error ? reject(new Error(`${command}: ${error.message}\n${stderr}`)) : resolve(stdout.trimEnd().split('\n')),
    );
  });

const has = (program: string) => (process.env.PATH ?? '').split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, program)));

describe('the sessions of the README run as written', () => {
  let daemon: RunningDaemon;
  beforeAll(async () => {
    daemon = await startDaemon({});
  });
  afterAll(() => daemon?.stop());

  const written = [...sessions()].flatMap(([name, examples]) => examples.map((example) => ({ name, ...example })));

  test('there are some', () => expect(written.length).toBeGreaterThanOrEqual(5));

  for (const { name, command, expected } of written)
    test(`${name}: ${command}`, async (context) => {
      const program = command.includes('socat') ? 'socat' : 'nc';
      if (!has(program)) context.skip(`${program} is not installed`);
      const printed = await shell(command, { NIGHTDESK_HOME: daemon.home });
      const lines = expected.filter((line) => line !== '…');
      for (const [index, line] of lines.entries()) expect(printed[index]).toMatch(pattern(line));
      if (expected.at(-1) !== '…') expect(printed).toHaveLength(expected.length);
    });
});
