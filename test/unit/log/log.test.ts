import fs from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { EventBus } from '../../../daemon/journal/bus.ts';
import { Journal } from '../../../daemon/journal/journal.ts';
import { LogFile } from '../../../daemon/log/file.ts';
import { LogHub } from '../../../daemon/log/hub.ts';
import { LogStore } from '../../../daemon/log/log-store.ts';
import { Redactor } from '../../../daemon/log/redactor.ts';
import { fileSink, journalSink, storeSink } from '../../../daemon/log/sinks.ts';
import { Store } from '../../../daemon/store/store.ts';
import { tempFolder } from '../../support/temp.ts';

const DAY = 86_400_000;

function setup() {
  const clock = { now: 1_700_000_000_000 };
  const now = () => clock.now;
  const store = new Store(':memory:');
  const bus = new EventBus((_owner, error) => {
    throw error;
  });
  const journal = new Journal(store, bus, now);
  const logs = new LogStore({ store, keepDays: () => 30, now });
  const hub = new LogHub(new Redactor(), now);
  hub.addSink(storeSink(logs, bus));
  hub.addSink(journalSink(journal));
  return { clock, store, bus, journal, logs, hub, log: hub.log('test') };
}

test('a search through a long log is cut into short ones; a line is found by its ref, and shown among its neighbours', () => {
  const { store, clock } = setup();
  const insert = store.prepare<[number, number, string, string | null]>("INSERT INTO logs (id, ts, level, source, text, ref) VALUES (?, ?, 1, 'engine', ?, ?)");
  store.transaction(() => {
    for (let id = 1; id <= 120_000; id += 1) insert.run(id, id, `line ${id}`, id === 5 ? 'abc' : null);
  });
  const logs = new LogStore({ store, keepDays: () => 30, now: () => clock.now });
  const hops: number[] = [];
  let answer = logs.query({ ref: 'abc' });
  while (answer.items.length === 0 && answer.nextCursor !== undefined) {
    hops.push(Number(answer.nextCursor));
    answer = logs.query({ ref: 'abc', cursor: answer.nextCursor });
  }
  expect(hops).toEqual([70_001, 20_001]);
  expect(answer).toMatchObject({ items: [{ id: 5 }], oldest: 1 });
  expect(answer.nextCursor).toBeUndefined();
  expect(logs.query({ text: 'no such', since: 119_000 }).nextCursor).toBeUndefined();
  expect(logs.query({ around: 60_000, limit: 5 }).items.map(({ id }) => id)).toEqual([60_002, 60_001, 60_000, 59_999, 59_998]);
  expect(logs.query({ around: 120_000, limit: 3 }).items.map(({ id }) => id)).toEqual([120_000, 119_999, 119_998]);
});

test('lines are found by level, source, text and time, newest first, page by page', () => {
  const { clock, logs, hub, log } = setup();
  log.debug('too fine to keep');
  log.info('one');
  clock.now += 1000;
  hub.log('engine').warn('Two is loud', { pair: 'BTC/USDT' });
  log.error('three');
  const texts = (params: Parameters<typeof logs.query>[0]) => logs.query(params).items.map((line) => line.text);
  expect(texts({})).toEqual(['three', 'Two is loud', 'one']);
  expect(texts({ level: 'warning' })).toEqual(['three', 'Two is loud']);
  expect(texts({ source: 'engine' })).toEqual(['Two is loud']);
  expect(texts({ text: 'IS LOUD' })).toEqual(['Two is loud']);
  expect(texts({ text: '%' })).toEqual([]);
  expect(texts({ since: clock.now })).toEqual(['three', 'Two is loud']);
  const first = logs.query({ limit: 2 });
  expect(first.items).toHaveLength(2);
  expect(texts({ limit: 2, cursor: first.nextCursor })).toEqual(['one']);
  expect(logs.query({ source: 'engine' }).items[0]).toMatchObject({ level: 'warning', data: { pair: 'BTC/USDT' } });
});

test('warnings and errors are journalled with their remedy, the same one once a minute', async () => {
  const { clock, journal, log } = setup();
  log.info('nothing');
  log.warn('disk is filling', { remedy: 'delete something', account: 'paper' });
  log.warn('disk is filling');
  log.error('it broke', { error: new Error('cause') });
  await Promise.resolve();
  clock.now += 61_000;
  log.warn('disk is filling');
  await Promise.resolve();
  const events = journal.read().map(({ topic, json }) => ({ topic, ...JSON.parse(json) }));
  expect(events).toMatchObject([
    { topic: 'warning', source: 'test', text: 'disk is filling', remedy: 'delete something', account: 'paper' },
    { topic: 'exception', text: 'it broke', ref: expect.stringMatching(/^[0-9a-f]{10}$/) },
    { topic: 'warning', text: 'disk is filling' },
  ]);
});

test('a warning out of a transaction that fails is journalled all the same', async () => {
  const { journal, log } = setup();
  expect(() =>
    journal.write(() => {
      log.warn('about to fail');
      throw new Error('rolled back');
    }),
  ).toThrow('rolled back');
  await Promise.resolve();
  expect(journal.read().map((event) => event.topic)).toEqual(['warning']);
});

test('whoever listens hears lines live; a listener that fails on each does not make an endless loop', () => {
  const { logs } = setup();
  const hub = new LogHub(new Redactor());
  let faults = 0;
  const bus: EventBus = new EventBus((owner, error) => {
    faults += 1;
    hub.log('events').error(`${owner} failed`, { error });
  });
  hub.addSink(storeSink(logs, bus));
  const heard: string[] = [];
  bus.subscribe('good', (events) => heard.push(...events.map((event) => JSON.parse(event.json).text)));
  bus.subscribe('bad', () => {
    throw new Error('always');
  });
  hub.log('test').info('hello');
  expect(heard).toEqual(['hello']);
  expect(faults).toBe(1);
});

test('no secret reaches a sink: not in the text, the data, an error or its stack', async () => {
  const folder = tempFolder();
  const { hub, log, journal, logs } = setup();
  const file = new LogFile({ folder, sizeMb: 1, files: 2, onFault: (error) => expect.unreachable(String(error)) });
  hub.addSink(fileSink(file));
  hub.redactor.add('hunter2hunter2');
  log.warn('the password hunter2hunter2', { url: 'https://x/hunter2hunter2', hunter2hunter2: true });
  log.error('failed', { error: new Error('bad hunter2hunter2', { cause: new Error('hunter2hunter2') }) });
  await Promise.resolve();
  await file.close();
  const written = fs.readFileSync(path.join(folder, 'daemon.log'), 'utf8');
  const everything = [written, JSON.stringify(logs.query({})), JSON.stringify(journal.read())].join();
  expect(everything).toContain('the password [secret]');
  expect(everything).not.toContain('hunter2hunter2');
});

test('a stack is in the file under its ref, and nowhere else', async () => {
  const folder = tempFolder();
  const { hub, log, logs } = setup();
  const file = new LogFile({ folder, sizeMb: 1, files: 2, onFault: (error) => expect.unreachable(String(error)) });
  hub.addSink(fileSink(file));
  log.error('failed', { error: new Error('why'), ref: 'abc' });
  await file.close();
  expect(JSON.parse(fs.readFileSync(path.join(folder, 'daemon.log'), 'utf8'))).toMatchObject({ ref: 'abc', stack: expect.stringContaining('log.test.ts') });
  expect(logs.query({}).items[0]).toMatchObject({ ref: 'abc', data: { error: { message: 'why' } } });
  expect(JSON.stringify(logs.query({}))).not.toContain('log.test.ts');
});

test('lines from before a sink was there are handed to it when it comes', () => {
  const hub = new LogHub(new Redactor());
  hub.log('boot').info('early');
  const seen: string[] = [];
  hub.addSink((entry) => seen.push(entry.text));
  hub.started();
  hub.log('boot').info('later');
  expect(seen).toEqual(['early', 'later']);
});

test('a sink that fails does not fail what is logged, nor the other sinks', () => {
  const hub = new LogHub(new Redactor());
  const seen: string[] = [];
  hub.addSink(() => {
    throw new Error('disk full');
  });
  hub.addSink((entry) => seen.push(entry.text));
  hub.log('test').info('still here');
  expect(seen).toEqual(['still here']);
});

test('lines that are too old are deleted in chunks', () => {
  const { clock, logs, log } = setup();
  log.info('old');
  logs.flush();
  clock.now += 31 * DAY;
  log.info('new');
  logs.sweep();
  expect(logs.query({}).items.map((line) => line.text)).toEqual(['new']);
});

test('the file is turned over by size and only so many are kept', async () => {
  const folder = tempFolder();
  const file = new LogFile({ folder, sizeMb: 1, files: 2, onFault: (error) => expect.unreachable(String(error)) });
  const firstLetter = (name: string) => (fs.existsSync(path.join(folder, name)) ? fs.readFileSync(path.join(folder, name), 'utf8')[0] : undefined);
  for (const letter of ['a', 'b', 'c']) {
    file.write(letter.repeat(1_100_000));
    await vi.waitUntil(() => firstLetter('daemon.log.1') === letter, { timeout: 20_000 });
  }
  await file.close();
  expect(fs.readdirSync(folder).sort()).toEqual(['daemon.log', 'daemon.log.1', 'daemon.log.2']);
  expect([firstLetter('daemon.log.1'), firstLetter('daemon.log.2')]).toEqual(['c', 'b']);
  expect(fs.statSync(path.join(folder, 'daemon.log.1')).mode & 0o777).toBe(0o600);
});
