import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Receiver } from '../../support/receiver.ts';
import { Desk } from './support/desk.ts';

const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
const headersOf = (headers: object) => headers as Record<string, string>;

let desk: Desk;
let receiver: Receiver;

beforeEach(async () => {
  desk = new Desk();
  receiver = await Receiver.open();
  await desk.channels.start();
});
afterEach(async () => {
  await desk.stop();
  await receiver.close();
  desk.remove();
});

describe('signature', () => {
  test('the published library accepts what we sign, and nothing that was altered', async () => {
    const secret = newSecret();
    desk.vault.set('channels.ops.secret', secret);
    await desk.hook('ops', receiver.url);
    desk.tell('Zürich: 数字, "quotes" and 🚀');
    await receiver.until(() => receiver.received.length === 1);
    const [{ body, headers }] = receiver.received as [(typeof receiver.received)[0]];
    const verifier = new Webhook(secret);
    expect(verifier.verify(body, headersOf(headers))).toMatchObject({ type: 'notify.message', data: { text: 'Zürich: 数字, "quotes" and 🚀' } });
    expect(() => verifier.verify(`${body} `, headersOf(headers))).toThrow('No matching signature');
    expect(() => verifier.verify(body, { ...headersOf(headers), 'webhook-id': 'msg_other' })).toThrow('No matching signature');
    const later = String(Number(headers['webhook-timestamp']) + 1);
    expect(() => verifier.verify(body, { ...headersOf(headers), 'webhook-timestamp': later })).toThrow('No matching signature');
    expect(() => new Webhook(newSecret()).verify(body, headersOf(headers))).toThrow('No matching signature');
  });

  test('while secrets are changed over, the old one and the new one both verify', async () => {
    const [before, after] = [newSecret(), newSecret()];
    desk.vault.set('channels.ops.secret', after);
    desk.vault.set('channels.ops.previousSecret', before);
    await desk.hook('ops', receiver.url);
    desk.tell('hello');
    await receiver.until(() => receiver.received.length === 1);
    const [{ body, headers }] = receiver.received as [(typeof receiver.received)[0]];
    for (const secret of [before, after]) expect(new Webhook(secret).verify(body, headersOf(headers))).toMatchObject({ text: 'hello' });
  });

  test('a new secret counts from the next message on, without anything being restarted', async () => {
    await desk.hook('ops', receiver.url);
    desk.tell('unsigned');
    await desk.deliveries('ops', 'delivered', 1);
    expect(receiver.received[0]?.headers).not.toHaveProperty('webhook-signature');
    const secret = newSecret();
    desk.vault.set('channels.ops.secret', secret);
    await desk.channels.configure({ id: 'ops' }, 'test');
    desk.tell('signed');
    await receiver.until(() => receiver.received.length === 2);
    const last = receiver.received[1];
    expect(new Webhook(secret).verify(last?.body ?? '', headersOf(last?.headers ?? {}))).toMatchObject({ text: 'signed' });
  });

  test('a secret that is none parks the channel in words that hold nothing of it, and a good one frees it', async () => {
    desk.vault.set('channels.ops.secret', 'hunter2-hunter2');
    await desk.hook('ops', receiver.url);
    const parked = desk.channels.get('ops');
    expect(parked).toMatchObject({ state: 'parked', secrets: expect.arrayContaining([{ name: 'secret', set: true }]) });
    expect(parked.reason).toContain('The secret "secret" can\'t be used: expected whsec_ followed by base64');
    expect(parked.remedy).toContain('nightdesk secret set channels.ops.secret');
    expect(JSON.stringify(parked)).not.toContain('hunter2');
    desk.tell('kept');
    desk.vault.set('channels.ops.secret', newSecret());
    await receiver.until(() => receiver.texts.includes('kept'));
    await desk.state('ops', 'ok');
  });
});

describe('message', () => {
  test('says type, time, data, number and account', async () => {
    await desk.channels.configure(
      { id: 'ops', kind: 'webhook', topics: ['risk.breach'], settings: { url: receiver.url, headers: { 'x-desk': 'one' } } },
      'test',
    );
    const seq = desk.journal.append('risk.breach', { account: 'paper', limit: 'maxExposure', text: 'exposure 81 %', strategy: null });
    await receiver.until(() => receiver.received.length === 1);
    const [{ json, headers }] = receiver.received as [(typeof receiver.received)[0]];
    expect(json).toMatchObject({ type: 'risk.breach', seq, account: 'paper', text: 'Risk limit: exposure 81 %', data: { limit: 'maxExposure' } });
    expect(new Date(json.timestamp).getTime()).toBe(desk.journal.read({ since: seq - 1 })[0]?.ts);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-desk': 'one' });
  });

  test('a header from the vault goes along, and is taken out of what the other side says', async () => {
    desk.vault.set('channels.ops.header', 'Authorization: Bearer very-secret-token');
    await desk.hook('ops', receiver.url);
    receiver.answer = ({ headers }) => ({ status: 400, body: `you sent ${headers.authorization}` });
    desk.tell('a');
    await desk.deliveries('ops', 'dead', 1);
    expect(receiver.received[0]?.headers.authorization).toBe('Bearer very-secret-token');
    const [dead] = desk.channels.deliveries({ state: 'dead' }).items;
    expect(dead?.lastError).toContain('you sent •••');
    expect(JSON.stringify(desk.channels.list())).not.toContain('very-secret-token');
  });

  test('redirects are not followed: the channel is parked and says where to', async () => {
    await desk.hook('ops', receiver.url);
    receiver.answer = () => ({ status: 302, headers: { location: 'https://elsewhere.example/hook?token=x' } });
    desk.tell('a');
    await desk.state('ops', 'parked');
    expect(receiver.received).toHaveLength(1);
    expect(desk.channels.get('ops')).toMatchObject({
      reason: expect.stringContaining('redirects are not followed'),
      remedy: 'Put the final URL (at elsewhere.example) into the settings',
    });
  });
});

describe('settings', () => {
  const refused = (settings: Record<string, unknown>) => expect(desk.channels.configure({ id: 'ops', kind: 'webhook', settings }, 'test')).rejects;

  test.each([
    ['no URL', {}, 'settings.url', ''],
    ['not a URL', { url: 'example.org/hook' }, 'settings.url', 'expected a URL such as'],
    ['another scheme', { url: 'ftp://example.org' }, 'settings.url', 'expected http:// or https://'],
    ['credentials in the URL', { url: 'https://me:pw@example.org' }, 'settings.url', 'use the secret "header"'],
    ['a credential among the headers', { url: 'http://h/', headers: { Authorization: 'x' } }, 'settings.headers.Authorization', 'use the secret "header"'],
    ['a header of the signature', { url: 'http://h/', headers: { 'Webhook-Id': 'x' } }, 'settings.headers.Webhook-Id', 'set by the channel'],
    ['a header that would smuggle', { url: 'http://h/', headers: { 'x-a': 'b\r\nx-c: d' } }, 'settings.headers.x-a', 'not a valid HTTP header'],
    ['an unknown setting', { url: 'http://h/', verb: 'PUT' }, 'settings', 'there is no setting "verb"'],
    ['a time limit of zero', { url: 'http://h/', timeoutSeconds: 0 }, 'settings.timeoutSeconds', ''],
  ])('%s is refused by name', async (_what, settings, field, message) => {
    await refused(settings).toMatchObject({ kind: 'invalid', data: { field }, message: expect.stringContaining(message) });
    expect(desk.channels.list()).toEqual([]);
    expect(desk.config.get().channels).toEqual({});
  });

  test('credentials in a URL are not repeated in the refusal', async () => {
    await refused({ url: 'https://me:pw12345@example.org' }).not.toMatchObject({ message: expect.stringContaining('pw12345') });
  });

  test('every kind tells the schema its form is made of', () => {
    const [kind] = desk.channels.kinds();
    expect(kind).toMatchObject({
      kind: 'webhook',
      schema: { properties: { url: { title: 'URL' }, accounts: { default: ['paper'] }, replays: { default: false } } },
    });
    expect(kind?.schema).toHaveProperty('required', ['url']);
    expect(kind?.secrets.map(({ name }) => name)).toEqual(['secret', 'previousSecret', 'header', 'encryptionKey']);
  });
});

describe('test button', () => {
  test.each([
    ['took it', { status: 200, body: 'thanks' }, { ok: true, detail: expect.stringContaining('HTTP 200: thanks') }],
    [
      'refused the credential',
      { status: 401, body: 'who?' },
      { ok: false, detail: expect.stringContaining('HTTP 401: who?'), remedy: expect.stringContaining('header') },
    ],
    ['failed', { status: 503 }, { ok: false, detail: expect.stringContaining('HTTP 503') }],
    ['cut the connection', { cut: true }, { ok: false, detail: expect.stringContaining('cut the connection') }],
    ['said nothing', { hang: true }, { ok: false, detail: expect.stringContaining('no answer within 0.2 s') }],
  ])('says that the other side %s', async (_what, answer, expected) => {
    await desk.hook('ops', receiver.url, { timeoutSeconds: 0.2 });
    receiver.answer = () => answer;
    expect(await desk.channels.test('ops')).toMatchObject(expected);
    expect(receiver.received[0]?.json).toMatchObject({ type: 'test', seq: null, data: { channel: 'ops' } });
    expect(desk.channels.deliveries({}).items).toEqual([]);
  });

  test('says that nothing listens', async () => {
    const { url } = receiver;
    await receiver.close();
    await desk.hook('ops', url);
    expect(await desk.channels.test('ops')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('nothing listens at 127.0.0.1:'),
      remedy: expect.stringContaining('receiver runs'),
    });
    receiver = await Receiver.open();
  });

  test('says what is wrong with the secret', async () => {
    desk.vault.set('channels.ops.secret', 'whsec_c2hvcnQ=');
    await desk.hook('ops', receiver.url);
    expect(await desk.channels.test('ops')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('24 to 64 bytes'),
      remedy: expect.stringContaining('openssl rand'),
    });
  });

  test('frees a parked channel when it passes', async () => {
    await desk.hook('ops', receiver.url);
    receiver.answer = () => ({ status: 403 });
    desk.tell('waits');
    await desk.state('ops', 'parked');
    receiver.answer = () => undefined;
    expect(await desk.channels.test('ops')).toMatchObject({ ok: true });
    await desk.deliveries('ops', 'delivered', 1);
    expect(desk.channels.get('ops').state).toBe('ok');
  });
});

describe('a connection that cannot be trusted', () => {
  /** A throw-away certificate nobody vouches for; undefined without openssl. */
  const certificate = (folder: string): { key: Buffer; cert: Buffer } | undefined => {
    const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
    const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-subj', '/CN=localhost', '-days', '1']);
    return made.status === 0 ? { key: fs.readFileSync(key), cert: fs.readFileSync(cert) } : undefined;
  };

  test('a certificate signed by itself: nothing is sent, the message waits, and the remedy is told', async (context) => {
    const pair = certificate(desk.home);
    if (!pair) return context.skip('no openssl on this machine to make a certificate with');
    let asked = 0;
    const server = https.createServer(pair, (_request, response) => {
      asked += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await desk.hook('ops', `https://localhost:${(server.address() as AddressInfo).port}/`, { maxAttempts: 1 });
    desk.tell('a');
    await desk.next('channel.delivery', ({ attempts, state }) => attempts >= 3 && state === 'queued');
    server.close();
    expect(asked).toBe(0);
    expect(desk.channels.get('ops')).toMatchObject({
      state: 'degraded',
      reason: expect.stringContaining('is signed by itself'),
      remedy: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
  });

  test('https asked of a server that speaks http', async () => {
    await desk.hook('ops', receiver.url.replace('http:', 'https:'));
    expect(await desk.channels.test('ops')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('does not speak TLS'),
      remedy: expect.stringContaining('http://'),
    });
  });

  test('a server that speaks something else', async () => {
    const server = net.createServer((socket) => socket.end('220 mail ready\r\n')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await desk.hook('ops', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    expect(await desk.channels.test('ops')).toMatchObject({ ok: false, detail: expect.stringContaining('does not speak HTTP') });
    server.close();
  });
});
