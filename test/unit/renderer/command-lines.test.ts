import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandLine, requestLine, socatLine } from '../../../renderer/lib/command-lines.ts';

test('without parameters the lines are short', () => {
  expect(socatLine('bot.status', {}, '/run/rpc.sock')).toBe(`echo '{"jsonrpc":"2.0","id":1,"method":"bot.status"}' | socat -t5 - UNIX-CONNECT:/run/rpc.sock`);
  expect(commandLine('bot.status', {})).toBe('nightdesk call bot.status');
});

test('a shell hands the parameters on as they are', () => {
  const params = { text: `it's "so" $HOME \`x\` \\ done` };
  const words = (line: string) => execFileSync('sh', ['-c', line], { encoding: 'utf8' }).trimEnd();
  expect(words(commandLine('notify.send', params).replace('nightdesk call notify.send', 'printf %s'))).toBe(JSON.stringify(params));
  expect(words(socatLine('notify.send', params, '/a b/rpc.sock').replace('echo', 'printf %s').split(' | socat')[0]!)).toBe(requestLine('notify.send', params));
  expect(socatLine('x.y', {}, '/a b/rpc.sock')).toContain(`UNIX-CONNECT:'/a b/rpc.sock'`);
});
