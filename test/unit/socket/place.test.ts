import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { claimPlace } from '../../../daemon/gateways/socket/place.ts';

let home: string;
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'nd-place-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  fs.rmSync(home, { recursive: true, force: true });
});

const listen = (file: string) =>
  new Promise<net.Server>((resolve) => {
    const server = net.createServer().listen(file, () => resolve(server));
  });
const stop = (server: net.Server) => new Promise((resolve) => server.close(resolve));

test('a folder that is not there is made, for this user only', async () => {
  const folder = path.join(home, 'a', 'run');
  await claimPlace(path.join(folder, 'rpc.sock'));
  expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
});

test('a folder that is open to others is closed to them', async () => {
  const folder = path.join(home, 'run');
  fs.mkdirSync(folder);
  fs.chmodSync(folder, 0o777);
  await claimPlace(path.join(folder, 'rpc.sock'));
  expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
});

test('a folder that is a link, or another user’s, is refused', async () => {
  fs.mkdirSync(path.join(home, 'real'));
  fs.symlinkSync(path.join(home, 'real'), path.join(home, 'link'));
  await expect(claimPlace(path.join(home, 'link', 'rpc.sock'))).rejects.toMatchObject({ reason: 'unsafe', message: expect.stringContaining('not a link') });
  vi.spyOn(process, 'getuid').mockReturnValue(54_321);
  await expect(claimPlace(path.join(home, 'real', 'rpc.sock'))).rejects.toMatchObject({
    reason: 'unsafe',
    message: expect.stringContaining('belongs to another user'),
  });
});

test('what answers there keeps its place', async () => {
  const file = path.join(home, 'rpc.sock');
  const server = await listen(file);
  await expect(claimPlace(file)).rejects.toMatchObject({ reason: 'running', message: `a daemon is already running and answers at ${file}` });
  expect(fs.existsSync(file)).toBe(true);
  await stop(server);
});

test('what nobody answers is cleared away if it is a socket, and nothing else', async () => {
  const file = path.join(home, 'rpc.sock');
  const server = await listen(`${file}.live`);
  fs.renameSync(`${file}.live`, file);
  await stop(server);
  await claimPlace(file);
  expect(fs.existsSync(file)).toBe(false);
  fs.writeFileSync(file, 'precious');
  await expect(claimPlace(file)).rejects.toMatchObject({ reason: 'occupied', message: expect.stringContaining('is not a socket') });
  expect(fs.readFileSync(file, 'utf8')).toBe('precious');
  fs.rmSync(file);
  fs.mkdirSync(file);
  await expect(claimPlace(file)).rejects.toMatchObject({ reason: 'occupied' });
});

test('what answers in an unforeseen way is left alone', async () => {
  const file = path.join(home, 'rpc.sock');
  fs.symlinkSync(file, file);
  await expect(claimPlace(file)).rejects.toMatchObject({ reason: 'occupied', message: expect.stringContaining('ELOOP') });
  expect(fs.lstatSync(file).isSymbolicLink()).toBe(true);
});

test('a path too long for a socket is named with the limit and the remedy', async () => {
  const file = path.join(home, 'x'.repeat(120), 'rpc.sock');
  await expect(claimPlace(file)).rejects.toMatchObject({
    reason: 'too_long',
    message: expect.stringMatching(/bytes long, this system takes 10[37].*NIGHTDESK_HOME/),
  });
});
