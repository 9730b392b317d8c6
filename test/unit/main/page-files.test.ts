import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Origin } from '../../../main/origin.ts';
import { CONTENT_SECURITY_POLICY, pageFiles } from '../../../main/page-files.ts';

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'nd-page-'));
const root = path.join(home, 'renderer');
const origin = new Origin();
const answer = pageFiles(root, (address) => origin.owns(address));
const get = (address: string, method = 'GET') => answer({ url: address, method } as Request);

beforeAll(() => {
  fs.mkdirSync(path.join(root, 'assets'), { recursive: true });
  fs.mkdirSync(path.join(home, 'renderer-evil'));
  fs.writeFileSync(path.join(root, 'index.html'), '<!doctype html>');
  fs.writeFileSync(path.join(root, 'assets/a b.js'), '1');
  fs.writeFileSync(path.join(root, 'assets/key.pem'), 'no page file');
  fs.writeFileSync(path.join(home, 'secret.json'), 'secret');
  fs.writeFileSync(path.join(home, 'renderer-evil/x.js'), 'secret');
  fs.symlinkSync(path.join(home, 'secret.json'), path.join(root, 'link.json'));
});
afterAll(() => fs.rmSync(home, { recursive: true }));

test('serves the page and its parts with their types, and the policy with each', async () => {
  for (const [address, type] of [
    ['app://console/', 'text/html'],
    ['app://console/index.html', 'text/html'],
    ['app://console/index.html#/overview', 'text/html'],
    ['app://console/assets/a%20b.js?v=1', 'text/javascript'],
  ] as const) {
    const response = await get(address);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, expect.stringContaining(type)]);
    expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  }
  expect(await (await get('app://console/')).text()).toBe('<!doctype html>');
  expect(await (await get('app://console/', 'HEAD')).text()).toBe('');
});

test.each([
  'app://console/../secret.json',
  'app://console/..%2fsecret.json',
  'app://console/%2e%2e/secret.json',
  'app://console/assets/..%2f..%2fsecret.json',
  'app://console/..%5csecret.json',
  'app://console//etc/passwd',
  'app://console/../renderer-evil/x.js',
  'app://console/..%2frenderer-evil%2fx.js',
  'app://console/link.json',
  'app://console/index.html%00.js',
  'app://console/%E0%A4%A',
  'app://console/assets',
  'app://console/assets/key.pem',
  'app://console/none.js',
])('nothing outside of its folder is read: %s', async (address) => {
  const response = await get(address);
  expect(response.status).toBe(404);
  expect(await response.text()).toBe('');
});

test.each(['app://console.evil/index.html', 'app://other/index.html', 'https://console/index.html'])('no other origin is answered: %s', async (address) => {
  expect((await get(address)).status).toBe(403);
});

test('nothing can be written', async () => {
  expect((await get('app://console/', 'POST')).status).toBe(405);
});
