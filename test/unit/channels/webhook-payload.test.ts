import { randomBytes } from 'node:crypto';
import { compactDecrypt, exportJWK, generateKeyPair } from 'jose';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WordingSettings } from '../../../daemon/channels/texts/settings.ts';
import { worded } from '../../../daemon/channels/texts/worded.ts';
import { FREQTRADE_FIELDS, freqtradeMessage } from '../../../daemon/channels/webhook/freqtrade.ts';
import { payloadOf } from '../../../daemon/channels/webhook/payload.ts';
import { WebhookSettings } from '../../../daemon/channels/webhook/settings.ts';
import type { JournalledTopic } from '../../../daemon/protocol/topics.ts';
import { type Received, Receiver } from '../../support/receiver.ts';
import { Desk } from './support/desk.ts';
import { JOURNALLED, sample } from './support/samples.ts';

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

const told = (topic: JournalledTopic) => worded(sample(topic), WordingSettings.parse({}));
const posted = (topic: JournalledTopic, settings: object) => payloadOf(told(topic), WebhookSettings.parse({ url: 'http://h/', ...settings }));

async function received(nth = 1): Promise<Received> {
  await receiver.until(() => receiver.received.length >= nth);
  return receiver.received[nth - 1] as Received;
}

describe('one event of each topic', () => {
  test.each(['nightdesk', 'freqtrade'])('as %s has it', async (payload) => {
    const bodies = JOURNALLED.map((topic) => ({ topic, body: JSON.parse(posted(topic, { payload }) ?? 'null') }));
    await expect(`${JSON.stringify(bodies, null, 1)}\n`).toMatchFileSnapshot(`golden/webhook.${payload}.json`);
  });

  test('every message for Freqtrade has the fields of its type and no others', () => {
    for (const topic of JOURNALLED) {
      const message = freqtradeMessage(told(topic));
      if (!message) continue;
      const type = (message.type as { raw: string }).raw;
      expect([type, Object.keys(message).sort()]).toEqual([type, [...(FREQTRADE_FIELDS[type] ?? [])].sort()]);
    }
  });
});

describe('formats', () => {
  test('form: flat fields, nested ones as JSON; the signature is of the bytes sent', async () => {
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    desk.vault.set('channels.ops.secret', secret);
    await desk.hook('ops', receiver.url, { format: 'form' });
    desk.tell('a & b = ü');
    const { headers, body } = await received();
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    const fields = Object.fromEntries(new URLSearchParams(body));
    expect(fields).toMatchObject({ type: 'notify.message', text: 'a & b = ü' });
    expect(JSON.parse(fields.data ?? '')).toMatchObject({ who: 'test' });
    const [id, seconds] = [headers['webhook-id'], headers['webhook-timestamp']] as [string, string];
    expect(headers['webhook-signature']).toBe(new Webhook(secret).sign(id, new Date(Number(seconds) * 1000), body));
  });

  test('raw: the text, or what an own body has as data', async () => {
    await desk.hook('ops', receiver.url, { format: 'raw' });
    desk.tell('line one\nline two');
    expect(await received()).toMatchObject({ body: 'line one\nline two', headers: { 'content-type': 'text/plain; charset=utf-8' } });
    await desk.hook('ops', receiver.url, { format: 'raw', bodies: { 'notify.message': { data: '{who} says {text}' } } });
    desk.tell('x');
    expect((await received(2)).body).toBe('test says x');
  });

  test('what was queued goes out as it was meant, though the format was changed meanwhile', async () => {
    await desk.hook('ops', receiver.url, { format: 'raw' });
    receiver.answer = () => ({ status: 403 });
    desk.tell('{"raw":1}');
    await desk.state('ops', 'parked');
    receiver.answer = () => undefined;
    await desk.hook('ops', receiver.url, { format: 'json' });
    expect(await received(2)).toMatchObject({ body: '{"raw":1}', headers: { 'content-type': 'text/plain; charset=utf-8' } });
  });
});

describe('own bodies', () => {
  test('placeholders at any depth, values plain for programs', () => {
    const body = { a: '{pair}', b: ['{profit:.2f}', { c: '{trade.openedAt}', d: '{open_time:%d.%m.%Y}' }], e: '{message}' };
    expect(JSON.parse(posted('trade.exit_fill', { bodies: { 'trade.exit_fill': body } }) ?? '')).toEqual({
      a: 'BTC/USDT',
      b: ['13.49', { c: '2026-08-01T10:00:00.000Z', d: '01.08.2026' }],
      e: 'Closed BTC/USDT: +1.80% (+13.4924925 USDT): take profit',
    });
  });

  test("a configuration of Freqtrade's webhook works as it stands", () => {
    const bodies = {
      entry: { value1: 'Buying {pair}', value2: 'limit {limit:8f}', value3: '{stake_amount:8f} {stake_currency}' },
      exit_fill: {
        value1: '[{pair}] {gain}',
        value2: '{profit_ratio:.2%} {profit_amount:8f}',
        value3: '{close_date:%Y-%m-%d} {fiat_currency} {is_final_exit} {open_date}',
      },
      status: { value1: 'Status: {status}' },
    };
    const form = (topic: JournalledTopic) =>
      Object.fromEntries(new URLSearchParams(posted(topic, { payload: 'freqtrade', format: 'form', bodies })?.split('\n')[1]));
    expect(form('trade.entry')).toEqual({ value1: 'Buying BTC/USDT', value2: 'limit 50000.000000', value3: '750.000000 USDT' });
    expect(form('trade.exit_fill')).toEqual({
      value1: '[BTC/USDT] profit',
      value2: '1.80% 13.492493',
      value3: '2026-08-01 None True 2026-08-01 10:00:00+00:00',
    });
    expect(form('warning')).toEqual({ value1: 'Status: Warning from market: no price for 40 s (Check the network)' });
    expect(form('bot.state')).toEqual({ value1: 'Status: needs_attention' });
  });

  test('a value that looks like JSON or a template stays a value', () => {
    const event = worded(sample('notify.message', { text: '","x":"{who}' }), WordingSettings.parse({}));
    const payload = payloadOf(event, WebhookSettings.parse({ url: 'http://h/', bodies: { 'notify.message': { a: '{text}' } } }));
    expect(JSON.parse(payload ?? '')).toEqual({ a: '","x":"{who}' });
  });

  test.each([
    [{ bodies: { 'trade.exitfill': {} } }, 'settings.bodies.trade.exitfill', 'did you mean trade.exit_fill?'],
    [{ bodies: { 'trade.exit': { a: ['{pairr}'] } } }, 'settings.bodies.trade.exit.a.0', 'did you mean {pair}?'],
    [{ bodies: { 'trade.exit': { a: '{pair' } } }, 'settings.bodies.trade.exit.a', 'has no partner'],
    [{ payload: 'freqtrade', bodies: { 'trade.exit': {} } }, 'settings.bodies.trade.exit', 'Known: entry, entry_fill'],
    [{ payload: 'freqtrade', bodies: { entry: { a: '{profit_ratio}' } } }, 'settings.bodies.entry.a', 'there is no placeholder {profit_ratio} here'],
    [{ payload: 'xml' }, 'settings.payload', ''],
    [{ targets: { url: { url: 'http://h/' } } }, 'settings.targets.url', 'is the name of the main URL'],
    [{ targets: { two: { url: 'h' } } }, 'settings.targets.two.url', 'expected a URL such as'],
    [{ targets: { two: { url: 'http://h/', headers: { Cookie: 'x' } } } }, 'settings.targets.two.headers.Cookie', 'use the secret'],
  ])('%j is refused', async (settings, field, message) => {
    await expect(desk.hook('ops', receiver.url, settings)).rejects.toMatchObject({
      kind: 'invalid',
      data: { field },
      message: expect.stringContaining(message),
    });
  });
});

describe('several targets', () => {
  test('each gets every message in order, whatever becomes of the others', async () => {
    const [slow, broken] = [await Receiver.open(), await Receiver.open()];
    slow.answer = (_request, nth) => (nth <= 3 ? { status: 503 } : undefined);
    broken.answer = () => ({ status: 404, body: 'no such hook' });
    await desk.hook('ops', receiver.url, { targets: { slow: { url: slow.url, headers: { 'x-a': 'b' } }, broken: { url: broken.url } } });
    desk.tell('one', 'two', 'three');
    await desk.deliveries('ops', 'delivered', 6);
    expect(receiver.texts).toEqual(['one', 'two', 'three']);
    expect(slow.texts).toEqual(['one', 'one', 'one', 'one', 'two', 'three']);
    expect(slow.received[0]?.headers['x-a']).toBe('b');
    const ids = [...receiver.received, ...slow.received].map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(6);
    expect(broken.texts).toEqual(['one']);
    expect(desk.channels.get('ops')).toMatchObject({
      state: 'degraded',
      reason: expect.stringContaining('no such hook'),
      remedy: expect.stringContaining('path of the URL'),
    });
    await Promise.all([slow.close(), broken.close()]);
  });

  test('a credential goes only to the host it was given for', async () => {
    const other = await Receiver.open();
    desk.vault.set('channels.ops.header', 'Authorization: Bearer very-secret-token');
    await desk.hook('ops', receiver.url, { targets: { same: { url: receiver.at('/other') }, other: { url: other.url } } });
    desk.tell('x');
    await desk.deliveries('ops', 'delivered', 3);
    expect(receiver.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer very-secret-token', 'Bearer very-secret-token']);
    expect(other.received[0]?.headers).not.toHaveProperty('authorization');
    await other.close();
  });

  test('what was queued for a target that is gone becomes a dead letter that says so', async () => {
    const gone = await Receiver.open();
    gone.answer = () => ({ status: 503 });
    await desk.hook('ops', receiver.url, { targets: { gone: { url: gone.url } } });
    desk.tell('x');
    await gone.until(() => gone.received.length >= 1);
    await desk.hook('ops', receiver.url, { targets: {} });
    await desk.deliveries('ops', 'dead', 1);
    expect(desk.channels.deliveries({ state: 'dead' }).items[0]?.lastError).toBe('there is no target "gone" any more');
    await gone.close();
  });
});

describe('encryption', () => {
  test('a shared key: only who has it reads the body, and the signature is of what was sent', async () => {
    const [key, secret] = [randomBytes(32), `whsec_${randomBytes(32).toString('base64')}`];
    desk.vault.set('channels.ops.encryptionKey', key.toString('base64'));
    desk.vault.set('channels.ops.secret', secret);
    await desk.hook('ops', receiver.url, { encrypted: true });
    desk.tell('for your eyes');
    const { body, headers } = await received();
    expect(headers['content-type']).toBe('application/jose');
    expect(body).not.toContain('eyes');
    const { plaintext, protectedHeader } = await compactDecrypt(body, key);
    expect(protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM', cty: 'application/json' });
    expect(JSON.parse(new TextDecoder().decode(plaintext))).toMatchObject({ type: 'notify.message', text: 'for your eyes' });
    const altered = `${body.slice(0, -1)}${body.endsWith('A') ? 'B' : 'A'}`;
    expect(() => new Webhook(secret).verify(altered, headers as Record<string, string>)).toThrow('No matching signature');
    await expect(compactDecrypt(body, randomBytes(32))).rejects.toThrow();
  });

  test.each(['RSA-OAEP-256', 'ECDH-ES'])("the receiver's public key (%s)", async (alg) => {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    desk.vault.set('channels.ops.encryptionKey', JSON.stringify({ ...(await exportJWK(publicKey)), kid: 'k1' }));
    await desk.hook('ops', receiver.url, { encrypted: true, format: 'raw' });
    desk.tell('hello');
    const { plaintext, protectedHeader } = await compactDecrypt((await received()).body, privateKey);
    expect(new TextDecoder().decode(plaintext)).toBe('hello');
    expect(protectedHeader).toMatchObject({ alg, kid: 'k1', cty: 'text/plain; charset=utf-8' });
    const own = JSON.stringify(await exportJWK(privateKey));
    desk.vault.set('channels.ops.encryptionKey', own);
    await desk.state('ops', 'parked');
    expect(desk.channels.get('ops').reason).toContain('it is a private key');
  });

  test('asked for without a key, nothing goes out in the clear', async () => {
    await desk.hook('ops', receiver.url, { encrypted: true });
    desk.tell('secret');
    await desk.state('ops', 'parked');
    expect(receiver.received).toEqual([]);
    expect(desk.channels.get('ops').remedy).toBe('Set it: nightdesk secret set channels.ops.encryptionKey');
  });

  test.each(['hunter2', '{"kty":"RSA"}', '{"kty":"hunter2"}', '{hunter2', Buffer.from('hunter2').toString('base64')])(
    '%s is no key, and is not repeated',
    async (key) => {
      desk.vault.set('channels.ops.encryptionKey', key);
      await desk.hook('ops', receiver.url, { encrypted: true });
      const parked = desk.channels.get('ops');
      expect(parked).toMatchObject({ state: 'parked', reason: expect.stringContaining('The secret "encryptionKey" can\'t be used') });
      expect(JSON.stringify(parked)).not.toMatch(/hunter2|aHVudGVyMg/);
    },
  );
});
