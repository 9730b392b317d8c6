import fs from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { complete } from '../../../daemon/cli/completion/complete.ts';
import { buildProgram } from '../../../daemon/cli/program.ts';
import { reference } from '../../../daemon/cli/reference/reference.ts';
import { METHODS, TOPICS } from '../../../daemon/protocol/index.ts';
import { ROOT } from '../../support/entry.ts';

const leaves = (command: Command): Command[] => (command.commands.length === 0 ? [command] : command.commands.flatMap(leaves));
const named = (command: Command): string => (command.parent?.parent ? `${named(command.parent)} ${command.name()}` : command.name());
const help = (command: Command): string => {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
};

test('the commands that users rely on are there', () => {
  const names = leaves(buildProgram()).map(named);
  const promised = [
    'up',
    'status',
    ...['run', 'start', 'stop', 'restart', 'status', 'install', 'uninstall'].map((verb) => `daemon ${verb}`),
    'doctor',
    ...['start', 'stop', 'pause', 'resume', 'panic'].map((verb) => `bot ${verb}`),
    ...['logs', 'call', 'watch', 'trades', 'orders', 'positions', 'balances', 'profit', 'strategies', 'order place', 'order cancel'],
    ...['list', 'add', 'set', 'enable', 'disable', 'remove', 'test', 'deliveries', 'retry'].map((verb) => `channels ${verb}`),
    ...['secret set', 'secret delete', 'secret status', 'replay', 'token create', 'token list', 'token revoke'],
    ...['config get', 'config set', 'config validate', 'config edit', 'diagnostics'],
  ];
  expect(names).toEqual(expect.arrayContaining(promised));
});

test.each(
  leaves(buildProgram())
    .filter((command) => command.name() !== '__complete')
    .map((command): [string, Command] => [named(command), command]),
)('%s: its help says what it does and shows how', (name, command) => {
  const text = help(command);
  expect(command.description().length).toBeGreaterThan(10);
  expect(text).toContain('Examples:');
  expect(text).toContain(`nightdesk ${name}`);
});

describe('completion', () => {
  const words = (line: string) => complete(buildProgram(), line.split(' '));

  test('of commands, and of those inside them', () => {
    expect(words('da')).toEqual(['daemon']);
    expect(words('bot p')).toEqual(['panic', 'pause']);
    expect(words('')).not.toContain('__complete');
  });

  test('of options and their values', () => {
    expect(words('bot panic --f')).toEqual(['--flatten']);
    expect(words('bot panic --y')).toEqual(['--yes']);
    expect(words('token create x --role o')).toEqual(['operator', 'owner']);
    expect(words('completion ')).toEqual(['bash', 'fish', 'zsh']);
  });

  test('of methods, their parameters, and the values these may have', () => {
    expect(words('call bot.st')).toEqual(['bot.start', 'bot.status', 'bot.stop']);
    expect(words('call orders.place p')).toEqual(['pair=', 'price=']);
    expect(words('call orders.place side=buy s')).toEqual([]);
    expect(words('call orders.place side=')).toEqual(['side=buy', 'side=sell']);
    expect(words('--json call bot.panic flatten=')).toEqual(['flatten=false', 'flatten=true']);
  });

  test('of topics and patterns', () => {
    expect(words('watch trade')).toEqual(['trade.*', ...Object.keys(TOPICS).filter((topic) => topic.startsWith('trade.'))].sort());
  });
});

test('the reference page is what the contract says now', () => {
  const file = path.join(ROOT, 'resources/docs/reference.md');
  const page = reference();
  for (const name of Object.keys(METHODS)) expect(page).toContain(`#### ${name}\n`);
  expect(fs.readFileSync(file, 'utf8') === page, 'resources/docs/reference.md is stale; run `npm run docs`').toBe(true);
});
