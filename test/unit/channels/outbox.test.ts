import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, Receiver } from '../../support/receiver.ts';
import { Desk } from './support/desk.ts';

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

const names = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`);
const ids = (of: Receiver, text: string) => new Set(of.received.filter(({ json }) => json.text === text).map(({ headers }) => headers['webhook-id']));

test('a storm of failures delays messages and neither loses, doubles nor reorders any', async () => {
  await desk.hook('ops', receiver.url);
  const taken: string[] = [];
  receiver.answer = ({ json }, nth) => {
    if (nth % 5 !== 0) return { status: [500, 502, 503, 429][nth % 4] };
    taken.push(json.text);
    return undefined;
  };
  desk.tell(...names(30));
  await desk.deliveries('ops', 'delivered', 30);
  expect(taken).toEqual(names(30));
  for (const name of names(30)) expect(ids(receiver, name).size).toBe(1);
  expect(desk.channels.metrics()).toMatchObject([{ id: 'ops', sent: 30, failed: 120, retried: 120, dead: 0, queued: 0, oldestQueuedMs: null }]);
  expect(desk.channels.metrics()[0]?.latencyMs?.p99).toBeGreaterThan(0);
});

describe('Retry-After', () => {
  test.each([
    ['seconds', () => '1', 1000],
    ['an HTTP date', () => new Date(Date.now() + 3000).toUTCString(), 1000],
  ])('in %s is waited for', async (_form, header, atLeast) => {
    await desk.hook('ops', receiver.url);
    receiver.answer = (_request, nth) => (nth === 1 ? { status: 429, headers: { 'retry-after': header() } } : undefined);
    const asked = Date.now();
    desk.tell('a', 'b');
    const waiting = await desk.next('channel.delivery', ({ nextTryAt }) => nextTryAt !== null);
    expect(waiting.nextTryAt).toBeGreaterThanOrEqual(asked + atLeast);
    await desk.deliveries('ops', 'delivered', 2);
    expect(receiver.texts).toEqual(['a', 'a', 'b']);
  });

  test('is not waited for when an operator enables the channel', async () => {
    await desk.hook('ops', receiver.url);
    receiver.answer = (_request, nth) => (nth === 1 ? { status: 503, headers: { 'retry-after': '7200' } } : undefined);
    desk.tell('a');
    await desk.state('ops', 'degraded');
    await desk.channels.enable('ops', 'test');
    await desk.deliveries('ops', 'delivered', 1);
  });
});

describe('what an operator has to mend', () => {
  test.each([401, 403, 404, 410])('HTTP %i parks the channel with its queue; enabling it sends all in order', async (status) => {
    await desk.hook('ops', receiver.url);
    receiver.answer = () => ({ status, body: 'no' });
    desk.tell('a', 'b', 'c');
    await desk.state('ops', 'parked');
    expect(receiver.received).toHaveLength(1);
    expect(desk.channels.get('ops')).toMatchObject({
      queued: 3,
      reason: expect.stringContaining(`HTTP ${status}: no`),
      remedy: expect.stringMatching(/.{20}/),
    });
    desk.tell('d');
    receiver.answer = () => undefined;
    await desk.channels.enable('ops', 'test');
    await desk.deliveries('ops', 'delivered', 4);
    expect(receiver.texts).toEqual(['a', 'a', 'b', 'c', 'd']);
    expect(ids(receiver, 'a').size).toBe(1);
    await desk.state('ops', 'ok');
  });

  test('another URL frees it too', async () => {
    await desk.hook('ops', `${receiver.url}/wrong`);
    receiver.answer = ({ path }) => (path.endsWith('wrong') ? { status: 404 } : undefined);
    desk.tell('a');
    await desk.state('ops', 'parked');
    await desk.channels.configure({ id: 'ops', settings: { url: receiver.url } }, 'test');
    await desk.deliveries('ops', 'delivered', 1);
  });

  test('a parked channel stays parked over a restart, and says why', async () => {
    await desk.hook('ops', receiver.url);
    receiver.answer = () => ({ status: 401 });
    desk.tell('a');
    await desk.state('ops', 'parked');
    const { reason, remedy } = desk.channels.get('ops');
    await desk.stop();
    desk = new Desk(desk.home);
    await desk.channels.start();
    expect(desk.channels.get('ops')).toMatchObject({ state: 'parked', reason, remedy, queued: 1 });
    expect(receiver.received).toHaveLength(1);
  });
});

describe('an answer that was lost', () => {
  test.each([
    ['cut', { cut: true }],
    ['never given', { hang: true }],
  ])('%s: the message comes again under the same id', async (_how, lost: Answer) => {
    await desk.hook('ops', receiver.url, { timeoutSeconds: 0.2 });
    receiver.answer = ({ json }, nth) => (json.text === 'b' && nth < 5 ? lost : undefined);
    desk.tell('a', 'b', 'c');
    await desk.deliveries('ops', 'delivered', 3);
    expect(receiver.texts).toEqual(['a', 'b', 'b', 'b', 'b', 'c']);
    expect(ids(receiver, 'b').size).toBe(1);
    expect(desk.channels.deliveries({}).items[1]).toMatchObject({ text: 'b', attempts: 4, state: 'delivered', lastError: null });
  });
});

test('while the other side cannot be reached, messages wait without end and are not given up', async () => {
  const { port, url } = receiver;
  await receiver.close();
  await desk.hook('ops', url, { maxAttempts: 1 });
  desk.tell('a', 'b');
  await desk.next('channel.delivery', ({ attempts, state }) => attempts >= 5 && state === 'queued');
  expect(desk.channels.get('ops')).toMatchObject({ state: 'degraded', reason: `nothing listens at 127.0.0.1:${port}`, queued: 2 });
  receiver = await Receiver.open(port);
  await desk.deliveries('ops', 'delivered', 2);
  expect(receiver.texts).toEqual(['a', 'b']);
  await desk.state('ops', 'ok');
});

describe('dead letters', () => {
  test('a refused message does not hold up the others; it is listed, and goes out when retried', async () => {
    await desk.hook('ops', receiver.url);
    receiver.answer = ({ json }) => (json.text === 'b' ? { status: 422, body: 'cannot read b' } : undefined);
    desk.tell('a', 'b', 'c');
    await desk.deliveries('ops', 'delivered', 2);
    expect(receiver.texts).toEqual(['a', 'b', 'c']);
    const { items } = desk.channels.deliveries({ state: 'dead' });
    expect(items).toMatchObject([{ channel: 'ops', text: 'b', attempts: 1, lastError: expect.stringContaining('cannot read b'), nextTryAt: null }]);
    receiver.answer = () => undefined;
    expect(desk.channels.retry({ deliveryId: items[0]?.id ?? '' })).toBe(1);
    await desk.deliveries('ops', 'delivered', 3);
    expect(ids(receiver, 'b').size).toBe(1);
    expect(() => desk.channels.retry({ deliveryId: items[0]?.id ?? '' })).toThrow('is delivered, not a dead letter');
    expect(() => desk.channels.retry({ deliveryId: '999' })).toThrow('no delivery "999"');
  });

  test('attempts are limited; all of a channel can be retried at once and keep their order', async () => {
    await desk.hook('ops', receiver.url, { maxAttempts: 3 });
    receiver.answer = () => ({ status: 500 });
    desk.tell('a', 'b');
    await desk.deliveries('ops', 'dead', 2);
    expect(receiver.texts).toEqual(['a', 'a', 'a', 'b', 'b', 'b']);
    expect(desk.channels.get('ops')).toMatchObject({ state: 'degraded', remedy: expect.stringContaining('retry it') });
    receiver.answer = () => undefined;
    expect(desk.channels.retry({ id: 'ops' })).toBe(2);
    await desk.deliveries('ops', 'delivered', 2);
    expect(receiver.texts.slice(6)).toEqual(['a', 'b']);
  });
});

test('a channel that hangs delays no other', async () => {
  const other = await Receiver.open();
  try {
    await desk.hook('slow', receiver.url, { timeoutSeconds: 60 });
    await desk.hook('quick', other.url);
    receiver.answer = () => ({ hang: true });
    desk.tell(...names(50));
    await desk.deliveries('quick', 'delivered', 50);
    expect(other.texts).toEqual(names(50));
    expect(receiver.received).toHaveLength(1);
    expect(desk.channels.get('slow').queued).toBe(50);
  } finally {
    await other.close();
  }
});

test('events and their messages survive a stop in the midst of things, in order and once', async () => {
  await desk.hook('ops', receiver.url);
  receiver.answer = ({ json }, nth) => (json.text === 'm10' && nth === 11 ? { hang: true } : undefined);
  desk.tell(...names(20));
  await receiver.until(() => receiver.received.length === 11);
  await desk.stop();
  expect(receiver.received).toHaveLength(11);
  desk = new Desk(desk.home);
  desk.tell('m20');
  await desk.channels.start();
  await desk.deliveries('ops', 'delivered', 21);
  expect(receiver.texts).toEqual([...names(11), ...names(21).slice(10)]);
  expect(ids(receiver, 'm10').size).toBe(1);
});

test('the news of the stop itself still goes out', async () => {
  await desk.hook('ops', receiver.url);
  desk.tell(...names(5), 'stopping');
  await desk.stop();
  expect(receiver.texts).toEqual([...names(5), 'stopping']);
  desk = new Desk(desk.home);
});

test('delivered messages go after their time, in chunks; dead ones stay', async () => {
  await desk.hook('ops', receiver.url, { keepDays: 0 });
  receiver.answer = ({ json }) => (json.text === 'bad' ? { status: 400 } : undefined);
  desk.tell('bad', ...names(600));
  await receiver.until(() => receiver.received.length === 601);
  await desk.stop();
  desk = new Desk(desk.home);
  await desk.channels.start();
  while (desk.channels.deliveries({}).items.length > 1) await new Promise((resolve) => setImmediate(resolve));
  expect(desk.channels.deliveries({}).items).toMatchObject([{ text: 'bad', state: 'dead' }]);
});
