import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DaemonClient } from '../../../daemon/client/client.ts';
import { socketConnector } from '../../../daemon/client/socket.ts';
import { CuttingProxy, message, SmallDesk } from './desk.ts';

const QUICK = { baseMs: 1, maxMs: 5 };

test('however often and wherever the connection is cut, each event comes once, in order, to every subscription', async () => {
  const property = fc.asyncProperty(
    fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 1, maxLength: 25 }),
    fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 30 }),
    fc.nat(20),
    async (cuts, bursts, since) => {
      const desk = await new SmallDesk().start();
      for (let count = 0; count < 20; count += 1) desk.journal.append('notify.message', message('before'));
      const budgets = [...cuts];
      const proxy = new CuttingProxy(desk.socket, () => budgets.shift());
      const front = path.join(desk.home, 'front.sock');
      await proxy.listen(front);
      const client = new DaemonClient({ connect: socketConnector(front), client: 'test', backoff: QUICK });
      const all: number[] = [];
      const some: number[] = [];
      const late: number[] = [];
      const resets: unknown[] = [];
      const collect = (into: number[]) => ({
        onEvent: ({ seq }: { seq?: number }) => void (seq !== undefined && into.push(seq)),
        onReset: (start: unknown) => resets.push(start),
      });
      client.subscribe({ topics: ['*'], since }, collect(all));
      client.subscribe({ topics: ['config.*'], since: 0 }, collect(some));
      for (const [index, burst] of bursts.entries()) {
        desk.journal.write((emit) => {
          for (let count = 0; count < burst; count += 1) {
            if (count % 3 === 0) emit('config.changed', { paths: ['a'], who: 'test' });
            else emit('notify.message', message('x'.repeat(count * 20)));
          }
        });
        if (index === 3) client.subscribe({ topics: ['notify.message', 'config.changed'], since: 10 }, collect(late));
        await new Promise(setImmediate);
      }
      const journal = desk.journal.read();
      const numbers = (after: number, topic?: string) =>
        journal.filter((event) => (event.seq ?? 0) > after && (!topic || event.topic === topic)).map((event) => event.seq);
      await expect.poll(() => all.at(-1)).toBe(desk.journal.lastSeq);
      await expect.poll(() => some.length).toBe(numbers(0, 'config.changed').length);
      expect(all).toEqual(numbers(since));
      expect(some).toEqual(numbers(0, 'config.changed'));
      if (bursts.length > 3) {
        await expect.poll(() => late.length).toBe(numbers(10).length);
        expect(late).toEqual(numbers(10));
      }
      expect(resets).toEqual([]);
      client.close();
      await proxy.close();
      await desk.stop();
      desk.remove();
    },
  );
  await fc.assert(property, { numRuns: 40 });
}, 60_000);

test('one that subscribes amid a storm of events gets exactly those after its start', async () => {
  const desk = await new SmallDesk().start();
  const client = new DaemonClient({ connect: socketConnector(desk.socket), client: 'test' });
  await client.call('session.ping', {});
  const storm = setInterval(() => desk.journal.append('notify.message', message('storm')), 0);
  const found: Array<{ from: number; seen: number[] }> = [];
  for (let count = 0; count < 10; count += 1) {
    const one = { from: -1, seen: [] as number[] };
    found.push(one);
    await new Promise<void>((resolve) => {
      client.subscribe(
        { topics: ['notify.*'], snapshot: true },
        {
          onStart: ({ seq, snapshot }) => {
            expect(snapshot).toBeDefined();
            one.from = seq;
            resolve();
          },
          onEvent: ({ seq }) => void one.seen.push(seq ?? -1),
        },
      );
    });
  }
  await expect.poll(() => found.at(-1)?.seen.length).toBeGreaterThan(5);
  clearInterval(storm);
  const last = desk.journal.lastSeq;
  await expect.poll(() => found.map(({ seen }) => seen.at(-1))).toEqual(found.map(() => last));
  for (const { from, seen } of found) expect(seen).toEqual(Array.from({ length: last - from }, (_, index) => from + 1 + index));
  client.close();
  await desk.stop();
  desk.remove();
});

test('a daemon on another store, or on its own put back to an older state, means starting anew from a snapshot', async () => {
  const desk = await new SmallDesk().start();
  for (let count = 0; count < 5; count += 1) desk.journal.append('notify.message', message('old'));
  const client = new DaemonClient({ connect: socketConnector(desk.socket), client: 'test', backoff: QUICK });
  const heard: Array<string | number> = [];
  client.subscribe(
    { topics: ['*'], snapshot: true },
    {
      onStart: ({ seq }) => heard.push(`start ${seq}`),
      onResume: ({ seq, snapshot }) => heard.push(`resume ${seq} ${snapshot !== undefined}`),
      onReset: ({ seq, snapshot }) => heard.push(`reset ${seq} ${snapshot !== undefined}`),
      onEvent: ({ seq }) => heard.push(seq ?? -1),
    },
  );
  await expect.poll(() => heard).toEqual(['start 5']);
  await desk.stop();
  await desk.start('a.db');
  await expect.poll(() => heard).toEqual(['start 5', 'resume 5 true']);
  await desk.stop();
  await desk.start('b.db');
  desk.journal.append('notify.message', message('first of another store'));
  await expect.poll(() => heard.slice(2)).toSatisfy((rest) => rest.join() === 'reset 1 true' || rest.join() === 'reset 0 true,1');
  client.close();
  await desk.stop();
  desk.remove();
});

test('a subscription the daemon refuses ends with its error, and takes no other with it', async () => {
  const desk = await new SmallDesk().start();
  const client = new DaemonClient({ connect: socketConnector(desk.socket), client: 'test' });
  const good: number[] = [];
  client.subscribe({ topics: ['notify.*'] }, { onEvent: ({ seq }) => void good.push(seq ?? -1) });
  const wrong = await new Promise((resolve) => client.subscribe({ topics: ['no.such'] }, { onEvent() {}, onError: resolve }));
  expect(wrong).toMatchObject({ kind: 'invalid' });
  const ahead = await new Promise((resolve) => client.subscribe({ topics: ['*'], since: 1_000 }, { onEvent() {}, onError: resolve }));
  expect(ahead).toMatchObject({ kind: 'conflict' });
  await client.call('session.ping', {});
  desk.journal.append('notify.message', message('still here'));
  await expect.poll(() => good).toEqual([1]);
  client.close();
  await desk.stop();
  desk.remove();
});

test('a handler that throws costs nobody an event', async () => {
  const desk = await new SmallDesk().start();
  const faults: unknown[] = [];
  const client = new DaemonClient({ connect: socketConnector(desk.socket), client: 'test', onFault: (error) => faults.push(error) });
  const seen: number[] = [];
  const thrower = () => {
    throw new Error('the application is at fault');
  };
  await new Promise<void>((resolve) => client.subscribe({ topics: ['*'] }, { onEvent: thrower, onStart: () => resolve() }));
  await new Promise<void>((resolve) => client.subscribe({ topics: ['*'] }, { onEvent: ({ seq }) => void seen.push(seq ?? -1), onStart: () => resolve() }));
  for (let count = 0; count < 3; count += 1) desk.journal.append('notify.message', message('x'));
  await expect.poll(() => seen).toEqual([1, 2, 3]);
  expect(faults).toHaveLength(3);
  client.close();
  await desk.stop();
  desk.remove();
});
