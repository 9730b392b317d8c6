import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeHome, type RunningDaemon, startDaemon } from '../support/daemon.ts';
import { ROOT } from '../support/entry.ts';
import { address, alertOf, post, withHook } from '../support/signals.ts';

const NOT_FOUND = { status: 404, text: '{"error":"not found"}' };

/** Resolves when what was bought is held. */
const held = (daemon: RunningDaemon) => vi.waitUntil(async () => (await daemon.client.call('positions.list', {})).items.length > 0, { timeout: 30_000 });

test('an alert buys, its repeat does not, and a later one sells what it bought', async () => {
  const { daemon, hook } = await withHook({ sizing: { kind: 'fixed', value: '200' } });
  const url = hook.hook.url ?? '';
  const alert = alertOf(hook);
  const bought = await post(url, alert);
  expect(bought).toMatchObject({ status: 200, json: { outcome: 'placed', orderId: expect.stringMatching(/^o_/) } });
  expect(await post(url, alert)).toEqual({ ...bought, json: { ...bought.json, duplicate: true }, text: expect.any(String) });
  expect(await post(url, alertOf(hook, { comment: 'another' }))).toMatchObject({
    status: 200,
    json: { outcome: 'ignored', reason: 'BTC/USDT is held by breakout already' },
  });

  await held(daemon);
  const sold = await post(url, alertOf(hook, { action: 'sell', position: 'flat' }));
  expect(sold).toMatchObject({ status: 200, json: { outcome: 'placed' } });
  expect(await post(url, alertOf(hook, { action: 'sell', position: 'short' }))).toMatchObject({
    json: { outcome: 'ignored', reason: 'nothing of BTC/USDT is held by breakout' },
  });

  const { items: orders } = await daemon.client.call('orders.list', {});
  expect(orders.map(({ id, side, tag, strategy }) => ({ id, side, tag, strategy }))).toEqual([
    { id: sold.json.orderId, side: 'sell', tag: 'signal:breakout', strategy: 'breakout' },
    { id: bought.json.orderId, side: 'buy', tag: 'signal:breakout', strategy: 'breakout' },
  ]);
  const { items } = await daemon.client.call('signals.received', {});
  expect(items.map(({ outcome, repeats }) => [outcome, repeats])).toEqual([
    ['ignored', 0],
    ['placed', 0],
    ['ignored', 0],
    ['placed', 1],
  ]);
  expect(items.at(-1)).toMatchObject({ action: 'buy', pair: 'BTC/USDT', orders: [bought.json.orderId], remote: '127.0.0.1' });
  const { items: audited } = await daemon.client.call('audit.query', { method: 'signals.receive' });
  expect(audited.at(-1)).toMatchObject({ who: 'signal:breakout', via: 'tradingview', outcome: 'done', params: { pair: 'BTC/USDT', action: 'buy' } });
  const events = await daemon.client.call('events.history', { topics: ['signal.received'] });
  for (const kept of [items, audited, events]) expect(JSON.stringify(kept)).not.toContain(hook.secret);
});

test('a stranger gets one answer, whatever is wrong and whether there is a hook or not', async () => {
  const { daemon, hook } = await withHook();
  const url = hook.hook.url ?? '';
  const alert = alertOf(hook);
  const wrong = { ...alert, secret: 'x'.repeat(43) };
  const tries: Array<() => Promise<unknown>> = [
    () => post(url, wrong),
    () => post(url, { ...alert, secret: undefined }),
    () => post(url.replace('breakout', 'nothing'), alert),
    () => post(`${url}/`, alert),
    () => post(`${url}?secret=${hook.secret}`, wrong),
    () => post(url, '[1]'),
    () => post(url, `${'x'.repeat(20_000)}`),
    () => post(url, JSON.stringify(alert), { 'Content-Type': 'application/xml' }),
    ...['GET', 'PUT', 'DELETE', 'OPTIONS'].map((method) => async () => {
      const response = await fetch(url, { method });
      return { status: response.status, text: await response.text() };
    }),
  ];
  for (const attempt of tries) expect(await attempt()).toMatchObject(NOT_FOUND);
  expect((await daemon.client.call('orders.list', {})).items).toEqual([]);
  expect((await daemon.client.call('signals.received', {})).items).toEqual([]);
  const { items } = await daemon.client.call('audit.query', { method: 'signals.receive' });
  expect(items.map(({ error }) => error)).toEqual(expect.arrayContaining(['forbidden: the secret is wrong', 'forbidden: it shows no secret']));
  expect(items.length).toBeLessThanOrEqual(30);
  expect(JSON.stringify(items)).not.toContain(hook.secret);
});

test('wrong secrets lock their sender out, for a while and with the right one too', async () => {
  const { hook } = await withHook();
  const url = hook.hook.url ?? '';
  for (let turn = 0; turn < 6; turn += 1) await post(url, alertOf({ secret: `wrong-${turn}` }));
  expect(await post(url, alertOf(hook))).toMatchObject(NOT_FOUND);
});

test('an address counts only as far as a trusted proxy tells it', async () => {
  const { daemon, hook } = await withHook({ sources: [] });
  const url = hook.hook.url ?? '';
  const from = (forwarded: string) => post(url, alertOf(hook, { comment: forwarded }), { 'X-Forwarded-For': forwarded });
  expect(await from('52.89.214.238')).toMatchObject(NOT_FOUND);
  await daemon.client.call('gateways.configure', { id: 'tradingview', settings: { trustedProxies: ['127.0.0.1'] } });
  expect(await from('203.0.113.7')).toMatchObject(NOT_FOUND);
  expect(await from('52.89.214.238, 203.0.113.7')).toMatchObject(NOT_FOUND);
  expect(await from('unknown')).toMatchObject(NOT_FOUND);
  expect(await from('203.0.113.7, 52.89.214.238')).toMatchObject({ status: 200, json: { outcome: 'placed' } });
  await daemon.client.call('signals.configure', { id: 'breakout', tradingView: false, sources: ['203.0.113.0/24'] });
  expect(await from('52.89.214.238')).toMatchObject(NOT_FOUND);
  expect(await from('203.0.113.7')).toMatchObject({ json: { outcome: 'ignored' } });
});

test('signals expire, are limited, and need what their hook needs; each says why', async () => {
  const { daemon, hook } = await withHook({ perMinute: 4, maxAgeSeconds: 30, actions: ['buy'] });
  const url = hook.hook.url ?? '';
  const old = new Date(Date.now() - 600_000).toISOString();
  expect(await post(url, alertOf(hook, { time: old }))).toMatchObject({
    status: 410,
    json: { outcome: 'expired', reason: expect.stringContaining('10 min old') },
  });
  expect(await post(url, alertOf(hook, { action: 'sell' }))).toMatchObject({ status: 422, json: { outcome: 'refused', reason: 'this hook may not sell' } });
  expect(await post(url, alertOf(hook, { ticker: 'BINANCE:BTCUSDT.P' }))).toMatchObject({
    status: 422,
    json: { reason: expect.stringContaining('perpetual') },
  });
  expect(await post(url, alertOf(hook, { id: 'a' }))).toMatchObject({ status: 200 });
  for (const id of ['b', 'c', 'd']) expect(await post(url, alertOf(hook, { id }))).toMatchObject({ status: 429, json: { outcome: 'refused' } });
  expect(await post(url, alertOf(hook, { id: 'a', time: old }))).toMatchObject({ status: 429 });
  const { items } = await daemon.client.call('signals.received', {});
  expect(items.map(({ outcome, repeats }) => [outcome, repeats])).toEqual([
    ['refused', 3],
    ['placed', 0],
    ['refused', 0],
    ['refused', 0],
    ['expired', 0],
  ]);
});

test('an id may not be used for two signals; a bot that is stopped takes none; risk has its say', async () => {
  const { daemon, hook } = await withHook();
  const url = hook.hook.url ?? '';
  expect(await post(url, alertOf(hook, { id: 'Long' }))).toMatchObject({ status: 200 });
  await held(daemon);
  expect(await post(url, alertOf(hook, { id: 'Long', ticker: 'ETHUSDT' }))).toMatchObject({ status: 409, json: { reason: expect.stringContaining('"Long"') } });
  await daemon.client.call('bot.stop', {});
  expect(await post(url, alertOf(hook, { ticker: 'ETHUSDT' }))).toMatchObject({ status: 422, json: { reason: expect.stringContaining('The bot is stopped') } });
  expect(await post(url, alertOf(hook, { action: 'sell' }))).toMatchObject({ status: 422, json: { reason: expect.stringContaining('The bot is stopped') } });
  await daemon.client.call('bot.start', {});
  await daemon.client.call('config.set', { path: 'bot.maxOpenTrades', value: 1 });
  expect(await post(url, alertOf(hook, { ticker: 'SOLUSDT' }))).toMatchObject({
    status: 422,
    json: { outcome: 'refused', reason: expect.stringContaining('the limit is 1') },
  });
});

test('a hook that reads text, that was turned off, given a new secret, or removed', async () => {
  const { daemon, hook } = await withHook({ template: { kind: 'text', pattern: '{action} {ticker}' }, maxAgeSeconds: null });
  const url = hook.hook.url ?? '';
  expect(hook.messages[0]?.text).toBe(`${hook.secret} {{strategy.order.action}} {{exchange}}:{{ticker}}`);
  expect(await post(url, `${hook.secret} buy BINANCE:BTCUSDT`)).toMatchObject({ status: 200, json: { outcome: 'placed' } });
  expect(await post(url, `${hook.secret} buy BINANCE:BTCUSDT`)).toMatchObject({ status: 200, json: { outcome: 'placed', duplicate: true } });
  expect(await post(url, `${hook.secret} buy`)).toMatchObject({ status: 422, json: { reason: expect.stringContaining('its pattern 2') } });
  const asked = await daemon.client.call('signals.rotate', { id: 'breakout' }).catch((error: { data: { token: string } }) => error.data);
  const { secret } = (await daemon.client.call('rpc.confirm', { token: (asked as { token: string }).token })) as { secret: string };
  expect(await post(url, `${hook.secret} buy BINANCE:BTCUSDT`)).toMatchObject(NOT_FOUND);
  expect(await post(url, `${secret} sell BINANCE:BTCUSDT`)).toMatchObject({ status: 200 });
  await daemon.client.call('signals.configure', { id: 'breakout', enabled: false });
  expect(await post(url, `${secret} buy BINANCE:BTCUSDT`)).toMatchObject(NOT_FOUND);
});

test('a daemon killed between the write and the answer gives the same answer to the repeat, and orders once', async () => {
  const home = makeHome();
  onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }));
  const entry = path.join(ROOT, 'test/support/killed-at-answer.ts');
  const { hook } = await withHook({}, { home, entry });
  const alert = alertOf(hook);
  await expect(post(hook.hook.url ?? '', alert)).rejects.toThrow();
  const daemon = await startDaemon({ home });
  onTestFinished(async () => void (await daemon.stop()));
  const url = `${await address(daemon)}/signals/breakout`;
  expect(await post(url, alert)).toMatchObject({ status: 200, json: { outcome: 'placed', duplicate: true, orderId: 'o_1' } });
  expect((await daemon.client.call('orders.list', {})).items).toHaveLength(1);
  expect((await daemon.client.call('signals.received', {})).items).toMatchObject([{ outcome: 'placed', orders: ['o_1'], repeats: 1 }]);
});

test('hostile bodies neither trade nor stop anything', async () => {
  const { daemon, hook } = await withHook({ perMinute: 600, sizing: { kind: 'message' }, orderType: 'limit' });
  const url = hook.hook.url ?? '';
  const word = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom('1e999999', '-1', 'NaN', '__proto__', '{{close}}', '\u0000', '9'.repeat(400)),
    fc.jsonValue({ maxDepth: 3 }),
  );
  const fields = fc.record({ ticker: word, amount: word, price: word, time: word, position: word, id: word }, { requiredKeys: [] });
  const bodies = fc.oneof(
    fields.map((more) => JSON.stringify({ ...alertOf(hook), ...more })),
    fc.json().map((json) => json.slice(0, 8000)),
    fc.string({ unit: 'binary', maxLength: 500 }),
  );
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      const { status, json } = await post(url, body);
      expect([404, 409, 410, 422, 429]).toContain(status);
      if (status !== 404) expect(json).toMatchObject({ outcome: expect.stringMatching(/^(refused|expired)$/), reason: expect.any(String) });
    }),
    { numRuns: 300 },
  );
  expect((await daemon.client.call('orders.list', {})).items).toEqual([]);
  const { items } = await daemon.client.call('signals.received', { limit: 1000 });
  expect(JSON.stringify(items)).not.toContain(hook.secret);
});

test('the way in is off by default, opens and closes by its method, and says when it cannot open', async () => {
  const daemon = await startDaemon({ config: JSON.stringify({ tradingview: { port: 0 } }) });
  onTestFinished(async () => void (await daemon.stop()));
  const state = async () => (await daemon.client.call('gateways.list', {})).items.find(({ id }) => id === 'tradingview');
  expect(await state()).toMatchObject({ state: 'stopped', address: null });
  const opened = await daemon.client.call('gateways.start', { id: 'tradingview' });
  expect(opened).toMatchObject({ state: 'running', address: expect.stringContaining('127.0.0.1') });
  await expect(daemon.client.call('gateways.stop', { id: 'socket' })).rejects.toMatchObject({ kind: 'confirmation_required' });
  await daemon.client.call('gateways.configure', { id: 'tradingview', settings: { host: '192.0.2.1' } });
  await expect.poll(state).toMatchObject({ state: 'failing', reason: expect.stringContaining('EADDRNOTAVAIL') });
  const { items } = await daemon.client.call('events.history', { topics: ['gateway.state'] });
  expect(items.map(({ data }) => (data as { gateway: string; state: string }).state)).toContain('failing');
});
