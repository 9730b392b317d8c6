import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { clientSocket, resolvePaths, socketPathLimit } from '../../../daemon/lifecycle/paths.ts';

test('NIGHTDESK_HOME puts everything under one folder', () => {
  expect(resolvePaths({ NIGHTDESK_HOME: '/x' }, 'linux')).toMatchObject({
    home: '/x',
    config: '/x/config.jsonc',
    data: '/x/data',
    db: '/x/data/nightdesk.db',
    run: '/x/run',
    socket: '/x/run/rpc.sock',
    logs: '/x/logs',
  });
});

test('the key of the vault is not where the data is', () => {
  for (const env of [{ NIGHTDESK_HOME: '/x' }, {}]) {
    const { vaultKey, data } = resolvePaths(env, 'linux');
    expect(path.relative(data, vaultKey).startsWith('..')).toBe(true);
  }
});

test("without it, the platform's own folders; the socket in XDG_RUNTIME_DIR where there is one", () => {
  expect(resolvePaths({ XDG_RUNTIME_DIR: '/run/user/7' }, 'linux').socket).toBe('/run/user/7/nightdesk/rpc.sock');
  const paths = resolvePaths({}, 'linux');
  expect(paths.socket).toBe(path.join(paths.data, 'run/rpc.sock'));
  expect(path.basename(paths.config)).toBe('config.jsonc');
});

test('a path too long for a socket gives another place, per user and home, and says so', () => {
  const long = `/${'x'.repeat(120)}`;
  const inRuntime = resolvePaths({ NIGHTDESK_HOME: long, XDG_RUNTIME_DIR: '/run/user/7' }, 'linux');
  expect(inRuntime.socket).toMatch(/^\/run\/user\/7\/nightdesk-[0-9a-f]{12}\/rpc\.sock$/);
  expect(inRuntime.socketNote).toMatch(/bytes long.*allows a socket 107/);
  expect(inRuntime.run).toBe(path.dirname(inRuntime.socket));
  expect(inRuntime.data).toBe(`${long}/data`);

  const inTemp = resolvePaths({ NIGHTDESK_HOME: long }, 'linux');
  expect(inTemp.socket.startsWith(path.join(os.tmpdir(), 'nightdesk-'))).toBe(true);
  expect(inTemp.socket).not.toBe(resolvePaths({ NIGHTDESK_HOME: `${long}y` }, 'linux').socket);
});

test('the longest path that fits is used as it is', () => {
  const room = socketPathLimit('linux') - '/run/rpc.sock'.length;
  const fits = `/${'x'.repeat(room - 1)}`;
  expect(resolvePaths({ NIGHTDESK_HOME: fits }, 'linux').socket).toBe(`${fits}/run/rpc.sock`);
  expect(resolvePaths({ NIGHTDESK_HOME: `${fits}x` }, 'linux').socketNote).toBeDefined();
});

test('on Windows the socket is a pipe named after the home', () => {
  const { socket } = resolvePaths({ NIGHTDESK_HOME: '/x' }, 'win32');
  expect(socket).toMatch(/^\\\\\.\\pipe\\nightdesk-[0-9a-f]{12}$/);
});

test('NIGHTDESK_SOCKET points clients elsewhere', () => {
  expect(clientSocket({ NIGHTDESK_HOME: '/x', NIGHTDESK_SOCKET: '/y.sock' })).toBe('/y.sock');
  expect(clientSocket({ NIGHTDESK_HOME: '/x' })).toBe('/x/run/rpc.sock');
});
