import fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { webhook } from '../../../daemon/channels/webhook/webhook.ts';
import type { Log } from '../../../daemon/log/log.ts';
import { METHODS } from '../../../daemon/protocol/index.ts';
import { channelsHandlers } from '../../../daemon/rpc/handlers/channels.ts';
import { Receiver } from '../../support/receiver.ts';
import { Desk, type DeskOptions } from './support/desk.ts';
import { fakeKind, taking } from './support/kinds.ts';

let desk: Desk;
let receiver: Receiver;

const open = async (options: DeskOptions = {}) => {
  desk = new Desk(undefined, options);
  await desk.channels.start();
};
beforeEach(async () => {
  receiver = await Receiver.open();
});
afterEach(async () => {
  await desk.stop();
  await receiver.close();
  desk.remove();
});

const breach = (account: string) => ({ account, limit: 'x', text: `of ${account}`, strategy: null });
const order = (topics: string[], more: object = {}) =>
  desk.channels.configure({ id: 'ops', kind: 'webhook', topics, settings: { url: receiver.url }, ...more }, 'test');

describe('routing', () => {
  beforeEach(() => open());

  test('a new channel tells what happens from then on', async () => {
    desk.tell('before');
    await desk.hook('ops', receiver.url);
    desk.tell('after');
    await receiver.until(() => receiver.received.length > 0);
    expect(receiver.texts).toEqual(['after']);
  });

  test('only topics asked for go out, and only from the least level on', async () => {
    await order(['notify.message', 'warning'], { minLevel: 'warning' });
    desk.journal.append('notify.message', { text: 'too small', level: 'info', who: 'test', channels: null });
    desk.journal.append('exception', { source: 'engine', text: 'not asked for' });
    desk.journal.append('notify.message', { text: 'grave', level: 'error', who: 'test', channels: null });
    desk.journal.append('warning', { source: 'engine', text: 'look here', remedy: 'do this' });
    await receiver.until(() => receiver.received.length === 2);
    expect(receiver.texts).toEqual(['grave', 'Warning from engine: look here (do this)']);
  });

  test('events of replays are told where asked for, and nowhere else', async () => {
    await order(['risk.breach']);
    await desk.channels.configure({ id: 'lab', kind: 'webhook', topics: ['risk.breach'], settings: { url: `${receiver.url}/lab`, replays: true } }, 'test');
    desk.journal.append('risk.breach', breach('replay-1'));
    desk.journal.append('risk.breach', breach('paper'));
    await receiver.until(() => receiver.received.length === 3);
    const at = (path: string) => receiver.received.filter((request) => request.path === path).map(({ json }) => json.text);
    expect(at('/hook')).toEqual(['Risk limit: of paper']);
    expect(at('/hook/lab').toSorted()).toEqual(['Risk limit: of paper', '[replay-1] Risk limit: of replay-1']);
    expect(receiver.received.find(({ json }) => json.account === 'replay-1')).toBeDefined();
  });

  test('a message to named channels reaches those, whatever their topics, and no others', async () => {
    await order(['trade.*'], { minLevel: 'error' });
    await desk.hook('talk', `${receiver.url}/talk`);
    expect(desk.channels.notify({ text: 'for ops', channels: ['ops'] }, 'test')).toMatchObject({ channels: ['ops'] });
    expect(desk.channels.notify({ text: 'for all' }, 'test')).toMatchObject({ channels: ['talk'] });
    await receiver.until(() => receiver.received.length === 2);
    expect(receiver.received.map(({ path, json }) => `${path} ${json.text}`).toSorted()).toEqual(['/hook for ops', '/hook/talk for all']);
    expect(() => desk.channels.notify({ text: 'x', channels: ['nobody'] }, 'test')).toThrow('there is no channel "nobody"');
    await desk.channels.disable('talk', 'test');
    expect(() => desk.channels.notify({ text: 'x', channels: ['talk'] }, 'test')).toThrow('"talk" is disabled');
  });

  test.each([
    ['ticker', 'live only'],
    ['trades.*', 'no topic matches'],
  ])('the topic "%s" is refused: %s', async (topic, message) => {
    await expect(order([topic])).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining(message), data: { field: 'topics.0' } });
  });

  test('trouble of channels is told by others and feeds no loop, not even when every message is refused', async () => {
    await order(['*']);
    await desk.channels.configure({ id: 'other', kind: 'webhook', topics: ['*'], settings: { url: receiver.url } }, 'test');
    receiver.answer = () => ({ status: 400 });
    desk.tell('start');
    await Promise.all([desk.state('ops', 'degraded'), desk.state('other', 'degraded')]);
    while (desk.channels.list().some(({ queued, cursor }) => queued > 0 || cursor < desk.journal.lastSeq)) await desk.next('channel.delivery');
    const told = receiver.received.map(({ json }) => json);
    expect(told.filter(({ type, data }) => type === 'channel.state' && data.state === 'degraded')).toHaveLength(2);
    expect(desk.journal.read({ topics: (topic) => topic === 'channel.state' }).length).toBeLessThan(10);
  });
});

describe('setting up', () => {
  beforeEach(() => open());

  test('settings that are not named stay; null takes one back to its default', async () => {
    await desk.hook('ops', receiver.url, { maxAttempts: 7, timeoutSeconds: 3 });
    await desk.channels.configure({ id: 'ops', settings: { timeoutSeconds: 4, maxAttempts: null }, minLevel: 'error' }, 'test');
    expect(desk.channels.get('ops')).toMatchObject({ minLevel: 'error', topics: ['notify.message'], settings: { url: receiver.url, timeoutSeconds: 4 } });
    expect(desk.channels.get('ops').settings).not.toHaveProperty('maxAttempts');
  });

  test('while a channel is off nothing new is queued; what was queued goes out when it is on again', async () => {
    await desk.hook('ops', receiver.url);
    receiver.answer = () => ({ status: 503 });
    desk.tell('queued');
    await desk.state('ops', 'degraded');
    desk.tell('queued too');
    expect(await desk.channels.disable('ops', 'test')).toMatchObject({ state: 'disabled', enabled: false, queued: 2 });
    desk.tell('missed');
    receiver.answer = () => undefined;
    await desk.channels.enable('ops', 'test');
    desk.tell('after');
    await desk.deliveries('ops', 'delivered', 3);
    expect(receiver.texts.slice(-3)).toEqual(['queued', 'queued too', 'after']);
  });

  test('a removed channel leaves nothing: no queue, no secret, no past for its namesake', async () => {
    desk.vault.set('channels.ops.header', 'X-Key: abc');
    await desk.hook('ops', receiver.url);
    receiver.answer = () => ({ status: 401 });
    desk.tell('old');
    await desk.state('ops', 'parked');
    await desk.channels.remove('ops', 'test');
    expect(desk.channels.list()).toEqual([]);
    expect(desk.channels.deliveries({}).items).toEqual([]);
    expect(desk.vault.status().items).toEqual([]);
    expect(fs.readFileSync(desk.config.file, 'utf8')).not.toContain('"ops"');
    desk.tell('between');
    receiver.answer = () => undefined;
    await desk.hook('ops', receiver.url);
    desk.tell('new');
    await desk.deliveries('ops', 'delivered', 1);
    expect(receiver.texts).toEqual(['old', 'new']);
    expect(() => desk.channels.get('none')).toThrow('there is no channel "none"');
  });

  test('what is written into the file by hand counts at once; a mistake in it parks that channel alone and keeps its place', async () => {
    await desk.hook('good', receiver.url);
    await desk.hook('ops', receiver.url);
    desk.config.set('channels.ops.settings', { url: 'nonsense' }, 'editor');
    await desk.state('ops', 'parked');
    expect(desk.channels.get('ops')).toMatchObject({
      reason: expect.stringContaining('url: expected a URL'),
      remedy: expect.stringContaining('channels.ops.settings'),
    });
    desk.tell('kept');
    await desk.deliveries('good', 'delivered', 1);
    desk.config.set('channels.ops.settings', { url: `${receiver.url}/mended` }, 'editor');
    await desk.deliveries('ops', 'delivered', 1);
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook', '/hook/mended']);
  });

  test('a kind nobody knows parks the channel', async () => {
    desk.config.set('channels.ops', { kind: 'pigeon' }, 'editor');
    await desk.state('ops', 'parked');
    expect(desk.channels.get('ops').reason).toContain('no kind of channel called "pigeon"');
    await expect(desk.channels.configure({ id: 'two', kind: 'pigeon' }, 'test')).rejects.toMatchObject({
      data: { field: 'kind', hint: expect.stringContaining('webhook') },
    });
    await expect(desk.channels.configure({ id: 'two' }, 'test')).rejects.toMatchObject({ data: { field: 'kind' } });
  });

  test('answers keep to the contract', async () => {
    await desk.hook('ops', receiver.url);
    receiver.answer = ({ json }) => (json.text === 'b' ? { status: 400 } : undefined);
    const handlers = channelsHandlers({ channels: desk.channels });
    const context = { session: { id: 's', who: 'me', role: 'owner', via: 'socket' } } as never;
    expect(METHODS['notify.send'].result.parse(await handlers['notify.send']({ text: 'a' }, context)).channels).toEqual(['ops']);
    desk.tell('b', 'c');
    await desk.deliveries('ops', 'delivered', 2);
    const page = METHODS['channels.deliveries'].result.parse(await handlers['channels.deliveries']({ limit: 2 }, context));
    expect(page.items.map(({ text }) => text)).toEqual(['c', 'b']);
    const rest = METHODS['channels.deliveries'].result.parse(await handlers['channels.deliveries']({ limit: 2, cursor: page.nextCursor }, context));
    expect(rest.items.map(({ text }) => text)).toEqual(['a']);
    METHODS['channels.kinds'].result.parse(await handlers['channels.kinds']({}, context));
    METHODS['channels.list'].result.parse(await handlers['channels.list']({}, context));
    METHODS['channels.get'].result.parse(await handlers['channels.get']({ id: 'ops' }, context));
    METHODS['channels.metrics'].result.parse(await handlers['channels.metrics']({}, context));
    METHODS['channels.test'].result.parse(await handlers['channels.test']({ id: 'ops' }, context));
    METHODS['channels.configure'].result.parse(await handlers['channels.configure']({ id: 'ops' }, context));
    METHODS['channels.disable'].result.parse(await handlers['channels.disable']({ id: 'ops' }, context));
    METHODS['channels.enable'].result.parse(await handlers['channels.enable']({ id: 'ops' }, context));
    expect(METHODS['channels.retry'].result.parse(await handlers['channels.retry']({ id: 'ops' }, context))).toEqual({ queued: 1 });
    METHODS['channels.remove'].result.parse(await handlers['channels.remove']({ id: 'ops' }, context));
    expect(() => handlers['channels.deliveries']({ cursor: "1' OR 1" }, context)).toThrow('not a cursor');
  });
});

describe('a kind that misbehaves', () => {
  const good = { kinds: [webhook] as never[] };
  const withKind = async (kind: never, log?: Log) => {
    await open({ kinds: [...good.kinds, kind], log });
    await desk.hook('good', receiver.url);
    await desk.channels.configure({ id: 'bad', kind: 'bad', topics: ['notify.message'] }, 'test');
  };

  test('throws when created: it is parked, the others work', async () => {
    await withKind(
      fakeKind('bad', () => {
        throw new Error('boom');
      }) as never,
    );
    expect(desk.channels.get('bad')).toMatchObject({ state: 'parked', reason: 'could not start: boom' });
    desk.tell('a');
    await desk.deliveries('good', 'delivered', 1);
  });

  test('never comes up: it is starting, the others work and it can be removed', async () => {
    await withKind(fakeKind('bad', () => new Promise(() => {})) as never);
    expect(desk.channels.get('bad').state).toBe('starting');
    desk.tell('a');
    await desk.deliveries('good', 'delivered', 1);
    await desk.channels.remove('bad', 'test');
  });

  test('throws when sending: its messages are tried again, then given up', async () => {
    const send = () => {
      throw new Error('boom');
    };
    await withKind(fakeKind('bad', { send }) as never);
    await desk.channels.configure({ id: 'bad', settings: { maxAttempts: 2 } }, 'test');
    desk.tell('a');
    await Promise.all([desk.deliveries('good', 'delivered', 1), desk.deliveries('bad', 'dead', 1)]);
    expect(desk.channels.deliveries({ id: 'bad' }).items[0]).toMatchObject({ attempts: 2, lastError: 'boom' });
  });

  test('ignores its signal: the attempt ends all the same', async () => {
    await withKind(fakeKind('bad', { send: () => new Promise(() => {}) }) as never);
    await desk.channels.configure({ id: 'bad', settings: { timeoutSeconds: 0.1 } }, 'test');
    desk.tell('a');
    const again = await desk.next('channel.delivery', ({ channel, state }) => channel === 'bad' && state === 'queued');
    expect(again.lastError).toBe('no answer within 0.1 s');
  });

  test('cannot put an event into words: a dead letter says so, and is put into words again when retried', async () => {
    let broken = true;
    const taken: never[] = [];
    const render = ({ text }: { text: string }) => {
      if (broken) throw new Error('no words');
      return [{ target: 'all', message: text }];
    };
    await withKind(fakeKind('bad', taking(taken), { render }) as never);
    desk.tell('a');
    await desk.deliveries('good', 'delivered', 1);
    const [dead] = desk.channels.deliveries({ id: 'bad' }).items;
    expect(dead).toMatchObject({ state: 'dead', text: 'a', lastError: 'could not be rendered: no words' });
    broken = false;
    desk.channels.retry({ deliveryId: dead?.id ?? '' });
    await desk.deliveries('bad', 'delivered', 1);
    expect(taken).toMatchObject([{ message: 'a' }]);
  });

  test('two kinds of one name are refused when the daemon is put together', async () => {
    await open();
    expect(() => new Desk(undefined, { kinds: [webhook, webhook] as never[] })).toThrow('two kinds of channel have the same name');
  });
});
