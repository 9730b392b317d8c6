import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';
import { expect, test } from 'vitest';
import { openSite } from './site.ts';

test('liveness needs no credential and tells nothing else', async () => {
  const { get } = await openSite();
  expect(await get('/health')).toMatchObject({ status: 200, body: '{"status":"ok"}' });
});

test('without a session the console is closed, and a person is told how to get in', async () => {
  const { get } = await openSite();
  const reply = await get('/');
  expect(reply.status).toBe(401);
  expect(reply.body).toContain('npx nightdesk call session.link');
  expect(reply.body).not.toContain('console</title>');
  expect((await get('/assets/index-D3adB33f.js')).status).toBe(401);
  expect((await get('/', { cookie: 'nightdesk_1=nd_000000000000_bad' })).status).toBe(401);
});

test('a link lets one browser in, once, and its code is written nowhere', async () => {
  const { gateway, get, logged, port, tokens } = await openSite();
  const { url } = gateway.link('operator') ?? { url: '' };
  const target = url.slice(url.indexOf('/open'));
  await get(target, {}, { method: 'HEAD' });
  const reply = await get(target);
  expect(reply).toMatchObject({ status: 200, headers: { 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' } });
  expect(reply.body).toContain('content="0;url=/"');
  const cookie = reply.headers['set-cookie']?.[0] ?? '';
  expect(cookie).toMatch(new RegExp(`^nightdesk_${port}=nd_\\S+; Path=/; Max-Age=\\d+; HttpOnly; SameSite=Strict$`));
  expect(await get('/', { cookie: cookie.split(';')[0] })).toMatchObject({ status: 200, body: expect.stringContaining('console') });
  expect(await get(target)).toMatchObject({ status: 410, headers: expect.not.objectContaining({ 'set-cookie': expect.anything() }) });
  expect(tokens.list()).toMatchObject([{ kind: 'browser', role: 'operator' }]);
  const code = new URL(url).searchParams.get('code') ?? '';
  expect(code).toHaveLength(43);
  expect(`${reply.body}${logged.join()}`).not.toContain(code);
});

test('a link dies after five minutes', async () => {
  const { gateway, get, clock } = await openSite();
  const { url } = gateway.link('owner') ?? { url: '' };
  clock.now += 5 * 60_000;
  expect((await get(url.slice(url.indexOf('/open')))).status).toBe(410);
});

test.each([
  ['evil.example', 403],
  ['127.0.0.1.evil.example', 403],
  ['127.0.0.1@evil.example', 400],
  ['10.1.2.3', 403],
  ['localhost:9999', 200],
  ['127.0.0.1', 200],
  ['[::1]:80', 200],
  ['desk.example', 200],
])('the Host %s answers %i', async (host, status) => {
  const { get } = await openSite({ settings: { hosts: ['desk.example'] } });
  expect((await get('/health', { host })).status).toBe(status);
});

test.each([
  ['http://evil.example', 403],
  ['null', 403],
  ['http://127.0.0.1:1', 403],
])('a page of another origin (%s) is refused', async (origin, status) => {
  const { get, tokens } = await openSite();
  const { token } = tokens.create('a', 'owner');
  const headers = { origin, authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  expect(await get('/rpc', headers, { method: 'POST', body: '{}' })).toMatchObject({
    status,
    headers: expect.not.objectContaining({ 'access-control-allow-origin': expect.anything() }),
  });
});

test.each(['/', '/open?code=x', '/health', '/nothing', '/rpc'])('%s carries every security header', async (target) => {
  const { get, signIn } = await openSite();
  const { headers } = await get(target, { cookie: await signIn() });
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
  const policy = headers['content-security-policy'] ?? '';
  for (const part of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]) {
    expect(policy).toContain(part);
  }
  expect(policy).not.toContain('unsafe');
});

test('files with a hash in their name are kept for good, the page itself is asked for anew', async () => {
  const { get, signIn } = await openSite();
  const cookie = await signIn();
  const asset = await get('/assets/index-D3adB33f.js', { cookie, 'accept-encoding': 'br, gzip' });
  expect(asset.headers).toMatchObject({
    'cache-control': 'private, max-age=31536000, immutable',
    'content-encoding': 'gzip',
    'content-type': expect.stringContaining('javascript'),
  });
  expect(zlib.gunzipSync(Buffer.from(asset.body, 'latin1')).toString()).toContain('xxxx');
  expect((await get('/assets/index-D3adB33f.js', { cookie })).headers).not.toHaveProperty('content-encoding');
  const page = await get('/', { cookie });
  expect(page.headers).toMatchObject({ 'cache-control': 'no-cache', etag: expect.any(String), 'content-type': expect.stringContaining('text/html') });
  expect((await get('/', { cookie, 'if-none-match': page.headers.etag })).status).toBe(304);
});

test('a console that is built anew is served anew', async () => {
  const { get, signIn, rendererDir } = await openSite();
  const cookie = await signIn();
  await get('/', { cookie });
  fs.writeFileSync(path.join(rendererDir, 'index.html'), 'a newer console');
  expect((await get('/', { cookie })).body).toBe('a newer console');
});

test.each(['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/assets/..%5c..%5csecret.txt', '/link.txt', '/%00', '/%', '/assets', '//etc/passwd'])(
  'no path leads out of the console: %s',
  async (target) => {
    const { get, signIn, folder, rendererDir } = await openSite();
    fs.symlinkSync(path.join(folder, 'secret.txt'), path.join(rendererDir, 'link.txt'));
    const reply = await get(target, { cookie: await signIn() });
    expect(reply.status).toBe(404);
    expect(reply.body).not.toContain('outside');
  },
);

test('without a built console a person is told how to build it', async () => {
  const { get, signIn } = await openSite({ built: false });
  expect(await get('/', { cookie: await signIn() })).toMatchObject({ status: 503, body: expect.stringContaining('npm run build') });
});

test('a taken port gives way to a free one, and says so', async () => {
  const squatter = http.createServer();
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
  const { port: taken } = squatter.address() as { port: number };
  const { gateway, logged, get } = await openSite({ settings: { port: taken } });
  squatter.close();
  expect(gateway.url).not.toContain(`:${taken}`);
  expect(logged.join()).toContain(`port ${taken} is taken`);
  expect((await get('/health')).status).toBe(200);
});

test('off means off, and a link is not made', async () => {
  const { gateway, console, get } = await openSite();
  await gateway.stop();
  Object.assign(console, { enabled: false });
  await gateway.start();
  expect(gateway.url).toBeNull();
  expect(gateway.link('owner')).toBeUndefined();
  await expect(get('/health')).rejects.toThrow('ECONNREFUSED');
});
