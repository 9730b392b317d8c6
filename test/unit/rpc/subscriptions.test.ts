import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventBus } from '../../../daemon/journal/bus.ts';
import { History } from '../../../daemon/journal/history.ts';
import { Journal } from '../../../daemon/journal/journal.ts';
import { SILENT } from '../../../daemon/log/log.ts';
import type { METHODS } from '../../../daemon/protocol/index.ts';
import { Audit } from '../../../daemon/rpc/audit.ts';
import { Dispatcher } from '../../../daemon/rpc/dispatcher.ts';
import { eventsHandlers } from '../../../daemon/rpc/handlers/events.ts';
import { RateLimits } from '../../../daemon/rpc/limits.ts';
import type { Session } from '../../../daemon/rpc/session.ts';
import { Subscriptions } from '../../../daemon/rpc/subscriptions/subscriptions.ts';
import { Store } from '../../../daemon/store/store.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A connection whose other side reads only when it is told to. */
function connection(role: Session['role'] = 'owner') {
  const wire: string[] = [];
  const listeners: Array<() => void> = [];
  const state = { backlog: 0, closed: false, reads: true };
  const peer = {
    send(text: string) {
      wire.push(...text.split('\n'));
      if (!state.reads) state.backlog += text.length;
    },
    get backlog() {
      return state.backlog;
    },
    close() {
      state.closed = true;
      for (const listener of listeners) listener();
    },
    onClose: (listener: () => void) => void listeners.push(listener),
  };
  const session: Session = { id: 's', who: 'local', role, via: 'socket', peer };
  const messages = () => wire.map((line) => JSON.parse(line));
  const events = () => messages().flatMap((message) => (message.method === 'event' ? [message.params] : []));
  return { session, state, wire, messages, events, peer, seqs: () => events().flatMap(({ seq }) => (seq === undefined ? [] : [seq as number])) };
}

function openStream(options: { maxBacklog?: number; stallMs?: number } = {}) {
  const store = new Store(':memory:');
  const bus = new EventBus((_owner, error) => {
    throw error;
  });
  const journal = new Journal(store, bus);
  const subscriptions = new Subscriptions({ journal, bus, ...options });
  subscriptions.start();
  const handlers = eventsHandlers({
    journal,
    history: new History(store),
    subscriptions,
    snapshot: () => ({ bots: [], positions: [], orders: [], trades: [], balances: [], candles: {}, tickers: {} }),
    now: () => 5000,
  });
  const dispatcher = new Dispatcher({
    handlers: handlers as never,
    store,
    audit: new Audit({ store, journal }),
    limits: new RateLimits({ rate: () => ({ perSecond: 1e9, burst: 1e9 }) }),
    log: SILENT,
    validateResults: true,
  });
  const say = (text = 'x') => journal.append('notify.message', { text, level: 'info', who: 'test', channels: null });
  const warn = (text = 'x') => journal.append('warning', { source: 'test', text });
  const beat = () => bus.publishLive('heartbeat', { time: 1, eventLoopDelayMs: 0 });
  /** Calls as a connection does: the answer is on the wire at once. */
  const call = (from: ReturnType<typeof connection>, method: keyof typeof METHODS, params: object) => {
    const text = dispatcher.receive(from.session, { jsonrpc: '2.0', id: 1, method, params }) as string;
    from.peer.send(text);
    return JSON.parse(text);
  };
  return { store, bus, journal, subscriptions, call, say, warn, beat };
}

test('a subscriber gets its answer first, then what came before if it asks, then what comes, each once', async () => {
  const { call, say, warn } = openStream();
  say();
  warn();
  say();
  const fresh = connection();
  const resumed = connection();
  expect(call(fresh, 'events.subscribe', { topics: ['notify.message'] })).toMatchObject({ result: { seq: 3 } });
  expect(call(resumed, 'events.subscribe', { topics: ['notify.*', 'warning'], since: 1, snapshot: true })).toMatchObject({
    result: { seq: 3, snapshot: { bots: [] } },
  });
  say();
  expect(fresh.wire).toHaveLength(1);
  await turn();
  await turn();
  await turn();
  warn();
  say();
  await turn();
  expect(fresh.seqs()).toEqual([4, 6]);
  expect(resumed.seqs()).toEqual([2, 3, 4, 5, 6]);
  expect(resumed.messages()[0]).toHaveProperty('result');
  expect(resumed.events()[0]).toMatchObject({ topic: 'warning', data: { source: 'test' } });
});

test('events that are live only carry no number and are never sent late', async () => {
  const { call, say, beat } = openStream();
  beat();
  say();
  const client = connection();
  call(client, 'events.subscribe', { topics: ['*'], since: 0 });
  await turn();
  await turn();
  await turn();
  beat();
  await turn();
  expect(client.events().map(({ seq, topic }) => [seq, topic])).toEqual([
    [1, 'notify.message'],
    [undefined, 'heartbeat'],
  ]);
});

test('a number from another store is refused with a way out', () => {
  const { call } = openStream();
  expect(call(connection(), 'events.subscribe', { topics: ['*'], since: 7 })).toMatchObject({
    error: { data: { kind: 'conflict', field: 'since', hint: expect.stringContaining('storeId') } },
  });
});

test('an unknown topic suggests the one that was meant', () => {
  const { call } = openStream();
  expect(call(connection(), 'events.subscribe', { topics: ['bot.stat'] })).toMatchObject({
    error: { data: { kind: 'invalid', field: 'topics', hint: 'did you mean bot.state?' } },
  });
  expect(call(connection(), 'events.subscribe', { topics: ['trades.*'] })).toMatchObject({ error: { data: { hint: 'did you mean trade.*?' } } });
});

test('what a role may not read is refused by name and left out of a pattern', async () => {
  const { call, journal, say } = openStream();
  const entry = { id: 1, ts: 1, who: 'a', role: 'owner' as const, via: 'socket', method: 'm', params: {}, outcome: 'done' as const, error: null, elapsedMs: 0 };
  journal.append('audit', entry);
  say();
  const viewer = connection('viewer');
  expect(call(viewer, 'events.subscribe', { topics: ['audit'] })).toMatchObject({ error: { data: { kind: 'forbidden' } } });
  call(viewer, 'events.subscribe', { topics: ['*'], since: 0 });
  await turn();
  await turn();
  expect(viewer.seqs()).toEqual([2]);
  expect(call(viewer, 'events.history', {}).result.items).toHaveLength(1);
  expect(call(viewer, 'events.missed', { since: 0 }).result.topics).toEqual({ 'notify.message': 1 });
  expect(call(connection(), 'events.history', {}).result.items).toHaveLength(2);
});

test('a second subscription replaces the first; unsubscribing tells how far the stream came', async () => {
  const { call, say, warn, subscriptions } = openStream();
  const client = connection();
  call(client, 'events.subscribe', { topics: ['warning'] });
  call(client, 'events.subscribe', { topics: ['notify.message'] });
  await turn();
  warn();
  say();
  expect(call(client, 'events.unsubscribe', {})).toMatchObject({ result: { seq: 2 } });
  say();
  await turn();
  expect(client.seqs()).toEqual([2]);
  expect(subscriptions.size).toBe(0);
});

test('a way in that cannot be written to is told where to go', () => {
  const { call } = openStream();
  const client = connection();
  const { peer: _, ...session } = client.session;
  expect(call({ ...client, session }, 'events.subscribe', { topics: ['*'] })).toMatchObject({
    error: { data: { kind: 'conflict', hint: expect.stringContaining('/ws') } },
  });
});

test('a connection that ends takes its stream with it', async () => {
  const { call, subscriptions, say } = openStream();
  const client = connection();
  call(client, 'events.subscribe', { topics: ['*'] });
  await turn();
  client.peer.close();
  say();
  await turn();
  expect(subscriptions.size).toBe(0);
  expect(client.events()).toEqual([]);
});

test('events of one turn are one write, the same text for all who want the same', async () => {
  const { call, say } = openStream();
  const clients = [connection(), connection()];
  const writes: string[] = [];
  for (const client of clients) {
    call(client, 'events.subscribe', { topics: ['notify.*'] });
    const send = client.peer.send.bind(client.peer);
    client.peer.send = (text) => {
      writes.push(text);
      send(text);
    };
  }
  await turn();
  for (let count = 0; count < 10; count++) say();
  await turn();
  expect(writes).toHaveLength(2);
  expect(writes[0]).toBe(writes[1]);
  expect(clients[0]?.seqs()).toHaveLength(10);
});

test('with a pace, events are gathered: nothing numbered is lost, and of prices that changed again only the newest comes', async () => {
  const { call, say, bus } = openStream();
  const client = connection();
  const price = (pair: string, last: string) => bus.publishLive('ticker', { account: 'paper', ticker: { pair, ts: 1, bid: last, ask: last, last } });
  call(client, 'events.subscribe', { topics: ['notify.message', 'ticker'], pace: 40 });
  await turn();
  say();
  await turn();
  expect(client.seqs()).toEqual([1]);
  const writes: string[][] = [];
  const send = client.peer.send.bind(client.peer);
  client.peer.send = (text) => {
    writes.push(
      JSON.parse(`[${text.replaceAll('\n', ',')}]`).map(
        ({ params }: { params: { seq?: number; data: { ticker?: { last: string } } } }) => params.seq ?? params.data.ticker?.last,
      ),
    );
    send(text);
  };
  price('BTC/USDT', '1');
  price('ETH/USDT', '10');
  say();
  price('BTC/USDT', '2');
  await turn();
  expect(writes).toEqual([]);
  say();
  price('BTC/USDT', '3');
  await expect.poll(() => writes).toEqual([['10', 2, 3, '3']]);
});

test('who subscribes anew without a number has had all that was gathered', async () => {
  const { call, say } = openStream();
  const client = connection();
  call(client, 'events.subscribe', { topics: ['notify.message'], pace: 60_000 });
  await turn();
  for (let count = 0; count < 5; count++) say();
  await turn();
  call(client, 'events.subscribe', { topics: ['notify.message'] });
  say();
  await turn();
  expect(client.seqs()).toEqual([1, 2, 3, 4, 5, 6]);
});

test('who reads slowly is paced from the journal, in bounded memory, and misses nothing', async () => {
  const { call, say } = openStream({ maxBacklog: 2000 });
  const slow = connection();
  const other = connection();
  call(slow, 'events.subscribe', { topics: ['notify.message'] });
  call(other, 'events.subscribe', { topics: ['notify.message'] });
  await turn();
  slow.state.reads = false;
  for (let count = 0; count < 200; count++) {
    say('y'.repeat(100));
    if (count % 10 === 0) await turn();
  }
  await turn();
  expect(other.seqs()).toHaveLength(200);
  expect(slow.state.backlog).toBeLessThan(8000);
  slow.state.reads = true;
  slow.state.backlog = 0;
  await expect.poll(() => slow.seqs().length).toBe(200);
  say();
  await expect.poll(() => slow.seqs()).toEqual(Array.from({ length: 201 }, (_, index) => index + 1));
});

test('who reads nothing at all is told that it lags, where it stands, and is closed; the others are not touched', async () => {
  const { call, say, subscriptions } = openStream({ maxBacklog: 1000, stallMs: 50 });
  const stalled = connection();
  const other = connection();
  call(stalled, 'events.subscribe', { topics: ['notify.message'] });
  call(other, 'events.subscribe', { topics: ['notify.message'] });
  await turn();
  stalled.state.reads = false;
  for (let count = 0; count < 50; count++) {
    say('y'.repeat(100));
    await turn();
  }
  await expect.poll(() => stalled.state.closed).toBe(true);
  expect(stalled.messages().at(-1)).toEqual({ jsonrpc: '2.0', method: 'lagged', params: { lastSeq: stalled.seqs().at(-1) } });
  expect(other.seqs()).toHaveLength(50);
  expect(subscriptions.size).toBe(1);
});

test('whatever happens in whatever order: no gap, no double, in order', async () => {
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant('write' as const), count: fc.integer({ min: 1, max: 8 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('warn' as const) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('turn' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('resubscribe' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('stall' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('echo' as const) }) },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 60 }),
      fc.integer({ min: 0, max: 5 }),
      fc.constantFrom(undefined, 10),
      async (steps, early, pace) => {
        const { call, say, warn, journal, bus } = openStream({ maxBacklog: 1500, stallMs: 60_000 });
        for (let count = 0; count < early; count++) say();
        const client = connection();
        const wanted: number[] = [];
        bus.subscribe('oracle', (events) => wanted.push(...events.flatMap(({ topic, seq }) => (topic === 'notify.message' && seq !== undefined ? [seq] : []))));
        for (let seq = 1; seq <= early; seq++) wanted.push(seq);
        call(client, 'events.subscribe', { topics: ['notify.message'], since: 0, pace });
        for (const given of steps) {
          if (given.do === 'write') journal.write(() => Array.from({ length: given.count }, () => say()));
          else if (given.do === 'warn') warn();
          else if (given.do === 'turn') await turn();
          else if (given.do === 'stall') client.state.reads = false;
          else if (given.do === 'resubscribe') call(client, 'events.subscribe', { topics: ['notify.message'], since: client.seqs().at(-1) ?? 0, pace });
          else {
            const end = bus.subscribe('echo', () => {
              end();
              say('an answer to an event');
            });
            say();
          }
        }
        client.state.reads = true;
        client.state.backlog = 0;
        const last = say();
        await expect.poll(() => client.seqs().at(-1), { interval: 1 }).toBe(last);
        expect(client.seqs()).toEqual(wanted);
      },
    ),
    { numRuns: 200 },
  );
});

test('history is read from either end, by topic and time, by page, without a gap', async () => {
  let ts = 1000;
  const store = new Store(':memory:');
  const journal = new Journal(store, new EventBus(() => {}), () => (ts += 10));
  for (let count = 0; count < 30; count++) {
    if (count % 3) journal.append('notify.message', { text: String(count), level: 'info', who: 'a', channels: null });
    else journal.append('warning', { source: 'a', text: String(count) });
  }
  const subscriptions = new Subscriptions({ journal, bus: new EventBus(() => {}) });
  const { 'events.history': history } = eventsHandlers({ journal, history: new History(store), subscriptions, snapshot: () => ({}) as never, now: () => ts });
  const { session } = connection();
  const read = (params: Parameters<typeof history>[0]) =>
    history(params, { session, afterAnswer: () => {} }) as { items: Array<{ seq?: number }>; nextCursor?: string };
  const all = (params: Parameters<typeof history>[0]) => {
    const seqs: Array<number | undefined> = [];
    let cursor: string | undefined;
    do {
      const page = read({ ...params, limit: 7, ...(cursor !== undefined && { cursor }) });
      seqs.push(...page.items.map(({ seq }) => seq));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return seqs;
  };
  const numbers = Array.from({ length: 30 }, (_, index) => index + 1);
  expect(all({})).toEqual([...numbers].reverse());
  expect(all({ since: 4 })).toEqual(numbers.slice(4));
  expect(all({ topics: ['warning'] })).toEqual(numbers.filter((seq) => seq % 3 === 1).reverse());
  expect(all({ since: 4, until: 1000 + 20 * 10 })).toEqual(numbers.slice(4, 20));
  expect(all({ until: 1000 + 5 * 10 })).toEqual([5, 4, 3, 2, 1]);
  expect(() => read({ cursor: 'abc' })).toThrow('cursor');
});
