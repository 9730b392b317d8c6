import { describe, expect, test } from 'vitest';
import { readMethods } from '../../../daemon/cli/reference/reads.ts';
import { DaemonClient, type DaemonClientOptions } from '../../../daemon/client/client.ts';
import { READS } from '../../../daemon/client/reads.ts';
import { FakeLink, FakeTimers } from './fake-link.ts';

function setUp(options: Partial<DaemonClientOptions> = {}) {
  const link = new FakeLink();
  const timers = new FakeTimers();
  const client = new DaemonClient({ connect: link, client: 'test', timers, ...options });
  const states: string[] = [];
  client.onState((state) => states.push(state.name));
  return { link, timers, client, states };
}

/** The failure of a call as a plain word. */
const kindOf = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error) => error.kind ?? error.name,
  );

describe('connecting', () => {
  test('a first call connects, greets with the protocol, and is sent once the daemon has answered', async () => {
    const { link, client, states } = setUp();
    const call = client.call('session.whoami', {});
    expect(states).toEqual(['connecting']);
    link.open();
    expect(link.sent).toMatchObject([{ method: 'session.hello', params: { client: 'test', protocol: { min: 1, max: 1 } } }]);
    link.answer('session.hello', { version: '9.9.9' });
    link.answer('session.whoami', { name: 'local' });
    expect(await call).toEqual({ name: 'local' });
    expect(states).toEqual(['connecting', 'greeting', 'ready']);
    expect(client.state).toMatchObject({ name: 'ready', hello: { version: '9.9.9' } });
  });

  test('the waits between attempts double up to a limit, and chance picks within them', () => {
    const { link, timers, client } = setUp({ backoff: { baseMs: 100, maxMs: 1_000 } });
    client.connect();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      link.lose();
      if (client.state.name === 'waiting') waits.push(client.state.retryAt - timers.now());
      timers.pass(1_000);
    }
    expect(waits).toEqual([200, 400, 800, 1_000, 1_000, 1_000]);
    timers.chance = 0.25;
    link.lose();
    expect(client.state).toMatchObject({ name: 'waiting', retryAt: timers.now() + 250 });
    expect(link.attempts).toBe(7);
  });

  test('after a connection that lasted, the waits begin anew; one that falls at once does not reset them', () => {
    const { link, timers, client } = setUp({ backoff: { baseMs: 100, maxMs: 10_000 } });
    client.connect();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      link.lose();
      timers.pass(10_000);
    }
    link.welcome();
    link.lose();
    expect(client.state).toMatchObject({ retryAt: timers.now() + 1_600 });
    timers.pass(1_600);
    link.welcome();
    timers.pass(2_500);
    link.lose();
    expect(client.state).toMatchObject({ name: 'waiting', attempt: 0, retryAt: timers.now() + 200 });
  });

  test('`connect` while waiting tries at once', () => {
    const { link, client } = setUp();
    client.connect();
    link.lose();
    client.connect();
    expect(link.attempts).toBe(2);
    expect(client.state).toMatchObject({ name: 'connecting', attempt: 2 });
  });

  test('a daemon without a common protocol: the timeless methods work, nothing else, and a newer daemon is found', async () => {
    const { link, timers, client } = setUp();
    const early = kindOf(client.call('bot.status', {}));
    link.open();
    link.refuse('session.hello', 'protocol_mismatch');
    expect(link.last('session.hello')?.params).toMatchObject({ readOnly: true });
    link.refuse('session.hello', 'invalid');
    expect(client.state).toMatchObject({ name: 'incompatible' });
    expect(await early).toBe('protocol_mismatch');
    expect(await kindOf(client.call('bot.status', {}))).toBe('protocol_mismatch');
    const status = client.call('daemon.status', {});
    link.answer('daemon.status', { pid: 1 });
    expect(await status).toEqual({ pid: 1 });
    link.lose();
    timers.pass(5_000);
    link.welcome();
    expect(client.state.name).toBe('ready');
  });

  test('a daemon of another protocol that lets itself be read is read, and never changed', async () => {
    const { link, timers, client } = setUp();
    const early = kindOf(client.call('bot.pause', {}));
    link.open();
    link.refuse('session.hello', 'protocol_mismatch');
    link.answer('session.hello', { version: '9.0.0', readOnly: true, supported: { min: 7, max: 9 }, storeId: 's', lastSeq: 0 });
    expect(client.state).toMatchObject({ name: 'ready', hello: { readOnly: true } });
    expect(await early).toBe('protocol_mismatch');
    const status = client.call('bot.status', {});
    link.answer('bot.status', { state: 'running' });
    expect(await status).toEqual({ state: 'running' });
    await expect(client.call('bot.panic', {})).rejects.toMatchObject({ kind: 'protocol_mismatch', data: { hint: 'update this program' } });
    expect(link.sent.filter(({ method }) => method === 'bot.pause' || method === 'bot.panic')).toEqual([]);
    link.lose();
    timers.pass(5_000);
    link.welcome();
    const pause = client.call('bot.pause', {});
    link.answer('bot.pause', { state: 'paused' });
    expect(await pause).toEqual({ state: 'paused' });
  });

  test('a credential that is not accepted is not offered again by itself', async () => {
    const { link, timers, client } = setUp({ connect: new FakeLink() });
    expect(client.state.name).toBe('idle');
    const guarded = new FakeLink('wrong');
    const { client: second } = setUp({ connect: guarded, timers });
    const call = kindOf(second.call('bot.status', {}));
    guarded.open();
    expect(guarded.last('session.hello')?.params).toMatchObject({ token: 'wrong' });
    guarded.refuse('session.hello', 'unauthenticated');
    expect(await call).toBe('unauthenticated');
    timers.pass(60_000);
    expect(guarded.attempts).toBe(1);
    expect(second.state.name).toBe('unauthorised');
    second.connect();
    expect(guarded.attempts).toBe(2);
    expect(link.attempts).toBe(0);
  });

  test('a hello that fails for another reason is tried again', () => {
    const { link, timers, client } = setUp();
    client.connect();
    link.open();
    link.refuse('session.hello', 'internal');
    expect(client.state).toMatchObject({ name: 'waiting', reason: 'refused: internal' });
    timers.pass(5_000);
    link.welcome();
    expect(client.state.name).toBe('ready');
  });

  test('closing ends everything and leaves no timer behind', async () => {
    const { link, timers, client, states } = setUp();
    const call = kindOf(client.call('session.ping', {}));
    link.welcome();
    client.close();
    client.close();
    expect(await call).toBe('upstream_unavailable');
    expect(await kindOf(client.call('session.ping', {}))).toBe('upstream_unavailable');
    expect(() => client.subscribe({ topics: ['*'] }, { onEvent() {} })).toThrow('closed');
    link.lose();
    expect(states.at(-1)).toBe('closed');
    expect(timers.waiting).toBe(0);
  });

  test('a listener that throws does not keep others from hearing', () => {
    const faults: unknown[] = [];
    const { client } = setUp({ onFault: (error) => faults.push(error) });
    const heard: string[] = [];
    client.onState(() => {
      throw new Error('no');
    });
    const stop = client.onState((state) => heard.push(state.name));
    client.connect();
    stop();
    client.close();
    expect(heard).toEqual(['connecting']);
    expect(faults).toHaveLength(2);
  });
});

describe('keeping alive', () => {
  test('silence is met with a ping, and lasting silence with a new connection', () => {
    const { link, timers, client } = setUp({ keepAliveMs: 1_000 });
    client.connect();
    link.welcome();
    timers.pass(1_000);
    expect(link.count('session.ping')).toBe(1);
    link.answer('session.ping', { pong: true });
    timers.pass(3_000);
    expect(client.state.name).toBe('ready');
    timers.pass(1_000);
    expect(client.state).toMatchObject({ name: 'waiting', reason: expect.stringContaining('not answered') });
  });

  test('an attempt that hangs is given up too', () => {
    const { timers, client } = setUp({ keepAliveMs: 1_000 });
    client.connect();
    timers.pass(4_000);
    expect(client.state.name).toBe('waiting');
  });
});

describe('calls', () => {
  function ready(options: Partial<DaemonClientOptions> = {}) {
    const all = setUp(options);
    all.client.connect();
    all.link.welcome();
    return all;
  }

  test('a refusal comes as the error it was on the wire', async () => {
    const { link, client } = ready();
    const call = client.call('orders.get', { id: 'o1' });
    link.refuse('orders.get', 'not_found', { hint: 'look at orders.list' });
    await expect(call).rejects.toMatchObject({ name: 'RpcError', kind: 'not_found', data: { hint: 'look at orders.list' } });
  });

  test('a kind that only a newer daemon knows reads as internal', async () => {
    const { link, client } = ready();
    const call = client.call('session.ping', {});
    link.refuse('session.ping', 'brand_new');
    expect(await kindOf(call)).toBe('internal');
  });

  test('a lost answer: a read was unavailable, of a change nobody knows', async () => {
    const { link, client } = ready();
    const read = kindOf(client.call('bot.status', {}));
    const change = kindOf(client.call('bot.start', {}));
    const confirmation = kindOf(client.call('rpc.confirm', { token: 'cf' }));
    link.lose();
    expect(await Promise.all([read, change, confirmation])).toEqual(['upstream_unavailable', 'outcome_unknown', 'outcome_unknown']);
  });

  test('the same for an answer that does not come in time', async () => {
    const { timers, client } = ready();
    const read = kindOf(client.call('bot.status', {}, { timeoutMs: 100 }));
    const change = kindOf(client.call('bot.start', {}, { timeoutMs: 100 }));
    timers.pass(100);
    expect(await Promise.all([read, change])).toEqual(['upstream_unavailable', 'outcome_unknown']);
  });

  test('without a connection a call fails at once, or waits if told to', async () => {
    const { link, timers, client } = setUp();
    const first = kindOf(client.call('bot.start', {}));
    link.lose({ reason: 'no daemon at /x' });
    expect(await first).toBe('upstream_unavailable');
    await expect(client.call('bot.start', {})).rejects.toMatchObject({ kind: 'upstream_unavailable', message: 'no daemon at /x' });
    const patient = client.call('bot.start', {}, { wait: true });
    timers.pass(5_000);
    link.welcome();
    link.answer('bot.start', { state: 'running' });
    expect(await patient).toEqual({ state: 'running' });
    expect(link.count('bot.start')).toBe(1);
  });

  test('waiting ends with the time limit', async () => {
    const { link, timers, client } = setUp();
    client.connect();
    link.lose();
    const patient = kindOf(client.call('bot.start', {}, { wait: true, timeoutMs: 50 }));
    timers.pass(50);
    expect(await patient).toBe('upstream_unavailable');
  });

  test('with an idempotency key a change goes out again on the next connection', async () => {
    const { link, timers, client } = ready();
    const call = client.call('notify.send', { text: 'hi' }, { idempotencyKey: 'k1' });
    expect(link.last('notify.send')?.params).toEqual({ text: 'hi', idempotencyKey: 'k1' });
    link.lose();
    timers.pass(5_000);
    link.welcome();
    expect(link.count('notify.send')).toBe(2);
    link.answer('notify.send', { done: true });
    expect(await call).toEqual({ done: true });
  });

  test('an abort ends the waiting with its reason, also before anything was sent', async () => {
    const { link, client } = ready();
    const stop = new AbortController();
    const call = kindOf(client.call('bot.status', {}, { signal: stop.signal }));
    stop.abort();
    expect(await call).toBe('AbortError');
    link.answer('bot.status', {});
    expect(await kindOf(client.call('bot.status', {}, { signal: stop.signal }))).toBe('AbortError');
    expect(link.count('bot.status')).toBe(1);
  });

  test('a call that asks for confirmation is confirmed when the user has been asked', async () => {
    const { link, client } = ready();
    const call = client.callConfirmed('bot.rearm', {});
    link.refuse('bot.rearm', 'confirmation_required', { token: 'cf_1' });
    await expect.poll(() => link.last('rpc.confirm')?.params).toEqual({ token: 'cf_1' });
    link.answer('rpc.confirm', { state: 'stopped' });
    expect(await call).toEqual({ state: 'stopped' });
    const plain = client.callConfirmed('bot.pause', {});
    link.answer('bot.pause', { state: 'paused' });
    expect(await plain).toEqual({ state: 'paused' });
  });

  test('answers nobody waits for, and notifications nobody knows, are let pass', () => {
    const { link, client } = ready();
    link.say({ id: 4711, result: 1 });
    link.say({ method: 'something.new', params: {} });
    expect(client.state.name).toBe('ready');
  });
});

test('the methods that only read are those of the contract', () => {
  expect([...READS], 'daemon/client/reads.ts is stale; run `npm run docs`').toEqual(readMethods());
});
