import { afterEach, expect, test, vi } from 'vitest';
import type { Exchange, ExecutionReport, OrderRequest } from '../../../daemon/exchange/port.ts';
import { SILENT } from '../../../daemon/log/log.ts';
import { Audit } from '../../../daemon/rpc/audit.ts';
import { type Hook, newHook } from '../../../daemon/signals/hook.ts';
import { Signals } from '../../../daemon/signals/signals.ts';
import { readMessage } from '../../../daemon/signals/template.ts';
import { NOON, openDesk, settings } from '../../support/desk.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** An exchange beyond the process: it answers when the test says so. */
class FarExchange implements Exchange {
  readonly local = false;
  readonly placed: OrderRequest[] = [];
  #listener: (report: ExecutionReport) => void = () => {};

  place(order: OrderRequest): void {
    this.placed.push(order);
  }

  cancel(): void {}

  onReport(listener: (report: ExecutionReport) => void): void {
    this.#listener = listener;
  }

  report(kind: 'accepted' | 'rejected', reason = ''): void {
    const { clientOrderId } = this.placed.at(-1) as OrderRequest;
    this.#listener({ ts: NOON, kind, clientOrderId, reason } as ExecutionReport);
  }
}

/** A desk that takes signals, on the paper exchange or on one far away. */
async function signalDesk({ exchange, ...terms }: { exchange?: FarExchange } & Partial<Hook> = {}) {
  const bench = await openDesk({ ...(exchange && { exchange }) });
  const { desk, journal, bus, store, queries } = bench;
  const secrets = new Map<string, string>();
  const clock = { now: NOON };
  const signals = new Signals({
    ...{ store, journal, bus },
    vault: { locked: false, get: (name) => secrets.get(name), set: (name, value) => void secrets.set(name, value), delete: (name) => secrets.delete(name) },
    desk: {
      signal: (wanted, alongside) => desk.signal(wanted, alongside),
      previewSignal: (wanted) => desk.previewSignal(wanted),
      pairs: () => settings().pairs,
      price: (pair) => desk.ticker(pair)?.last,
      order: (id) => queries.order(id),
    },
    audit: new Audit({ store, journal }),
    log: SILENT,
    account: 'paper',
    address: () => null,
    now: () => clock.now,
  });
  const { secret } = signals.create({ ...newHook('breakout'), maxAgeSeconds: null, sizing: { kind: 'fixed', value: '100' }, ...terms });
  const send = (message: object) => {
    const door = signals.door('breakout');
    if (!door) throw new Error('there is no hook');
    return signals.receive({
      hook: door.hook,
      remote: '127.0.0.1',
      read: readMessage(door.hook.template, JSON.stringify({ secret, ticker: 'BTCUSDT', ...message })),
    });
  };
  bench.source.tick(100);
  return { ...bench, signals, send, clock };
}

test('an exchange that does not answer in time is told as unknown, and as what it was once it has', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const exchange = new FarExchange();
  const { signals, send } = await signalDesk({ exchange });
  const answer = send({ action: 'buy', id: 'a' });
  expect(exchange.placed).toMatchObject([{ side: 'buy', pair: 'BTC/USDT', amount: '1' }]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(await answer).toMatchObject({ status: 202, body: { outcome: 'unknown', orderId: 'o_1', reason: 'the exchange has not answered yet' } });
  exchange.report('accepted');
  expect(await send({ action: 'buy', id: 'a' })).toMatchObject({ status: 200, body: { outcome: 'placed', orderId: 'o_1', duplicate: true } });
  expect(signals.received({}).items).toMatchObject([{ outcome: 'placed', reason: null, repeats: 1 }]);
  expect(exchange.placed).toHaveLength(1);
});

test('an answer of the exchange within the time is waited for, also one that refuses', async () => {
  const exchange = new FarExchange();
  const { signals, send } = await signalDesk({ exchange });
  const answer = send({ action: 'buy', id: 'a' });
  exchange.report('rejected', 'no such coin');
  expect(await answer).toMatchObject({ status: 422, body: { outcome: 'refused', reason: 'the exchange refused the order: no such coin' } });
  expect(signals.received({ outcome: 'refused' }).items).toHaveLength(1);
});

test('a signal whose write fails orders nothing, is on record as failed, and may be sent again', async () => {
  const exchange = new FarExchange();
  const { send, store, told, signals } = await signalDesk({ exchange });
  store.prepare("CREATE TEMP TRIGGER full BEFORE INSERT ON orders BEGIN SELECT RAISE(ABORT, 'disk full'); END").run();
  expect(await send({ action: 'buy', id: 'a' })).toMatchObject({
    status: 500,
    body: { outcome: 'refused', reason: expect.stringContaining('placed nothing') },
  });
  expect(exchange.placed).toEqual([]);
  store.prepare('DROP TRIGGER full').run();
  const answer = send({ action: 'buy', id: 'a' });
  exchange.report('accepted');
  expect(await answer).toMatchObject({ status: 200 });
  expect(told('signal.received')).toHaveLength(2);
  expect(signals.received({}).items.map(({ outcome }) => outcome)).toEqual(['placed', 'refused']);
});

test('the same words without time or id are one delivery for a minute, and another after it', async () => {
  const { send, clock, source } = await signalDesk({ pyramiding: true });
  expect(await send({ action: 'buy' })).toMatchObject({ body: { outcome: 'placed', orderId: 'o_1' } });
  clock.now += 59_999;
  expect(await send({ action: 'buy' })).toMatchObject({ body: { orderId: 'o_1', duplicate: true } });
  clock.now += 1;
  source.tick(100);
  expect(await send({ action: 'buy' })).toMatchObject({ body: { outcome: 'placed', orderId: 'o_2' } });
});

test('amounts of the message are rounded to the market, sold in part, and never more than is held', async () => {
  const { send, source, desk } = await signalDesk({ sizing: { kind: 'message' } });
  expect(await send({ action: 'buy', amount: '1.00009', id: '1' })).toMatchObject({ body: { outcome: 'placed' } });
  source.tick(100);
  expect(desk.positions()).toMatchObject([{ amount: '1', strategy: 'breakout' }]);
  await send({ action: 'sell', position: 'long', amount: '0.4', id: '2' });
  source.tick(100);
  expect(desk.positions()).toMatchObject([{ amount: '0.6' }]);
  await send({ action: 'sell', amount: '7', id: '3' });
  source.tick(100);
  expect(desk.positions()).toEqual([]);
});

test('a hook closes what it opened and leaves what others hold; one for the account closes all', async () => {
  const { send, source, desk, signals } = await signalDesk();
  desk.place({ pair: 'BTC/USDT', side: 'buy', type: 'market', amount: '0.5' });
  source.tick(100);
  expect(await send({ action: 'sell', id: '1' })).toMatchObject({ body: { outcome: 'ignored', reason: 'nothing of BTC/USDT is held by breakout' } });
  await send({ action: 'buy', id: '2' });
  source.tick(100);
  await send({ action: 'sell', id: '3' });
  source.tick(100);
  expect(desk.positions()).toMatchObject([{ amount: '0.5', strategy: null }]);
  signals.configure({ id: 'breakout', strategy: null });
  await send({ action: 'sell', id: '4' });
  source.tick(100);
  expect(desk.positions()).toEqual([]);
});

test('a paused bot lets exits of signals through and no entries', async () => {
  const { send, source, desk } = await signalDesk();
  await send({ action: 'buy', id: '1' });
  source.tick(100);
  desk.command('pause');
  expect(await send({ action: 'buy', ticker: 'ETHUSDT', id: '2' })).toMatchObject({
    status: 422,
    body: { reason: expect.stringContaining('The bot is paused') },
  });
  expect(await send({ action: 'sell', id: '3' })).toMatchObject({ status: 200, body: { outcome: 'placed' } });
});

test('without a price a signal is told to come again, and is then carried out', async () => {
  const { send, source } = await signalDesk();
  expect(await send({ action: 'buy', ticker: 'ETHUSDT', id: '1' })).toMatchObject({
    status: 503,
    body: { outcome: 'refused', reason: expect.stringContaining('no price') },
  });
  source.tick(50, 'ETH/USDT');
  expect(await send({ action: 'buy', ticker: 'ETHUSDT', id: '1' })).toMatchObject({ status: 200, body: { outcome: 'placed' } });
});

test('a hook of the same name made anew knows nothing of what the one before it received', async () => {
  const { send, signals } = await signalDesk();
  await send({ action: 'sell', id: '1' });
  signals.remove('breakout');
  const { secret } = signals.create({ ...newHook('breakout'), maxAgeSeconds: null });
  expect(await send({ action: 'sell', id: '1' })).toMatchObject({ body: { outcome: 'ignored' } });
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(signals.received({}).items).toHaveLength(2);
});
