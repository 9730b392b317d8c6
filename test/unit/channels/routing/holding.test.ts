import { afterEach, describe, expect, test } from 'vitest';
import { NightDesk, settle } from './night-desk.ts';

let night: NightDesk;
afterEach(() => night.close());

const NIGHT = { quietHours: { from: '22:00', until: '07:00' } };
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`);

describe('quiet hours', () => {
  test('hold news back, say until when, and end in one digest', async () => {
    night = await NightDesk.open('2026-06-10T21:58+02:00', NIGHT);
    await night.tell('before');
    await night.pass(3);
    await night.tell('first', 'second');
    await night.pass(60);
    await night.tell('second');
    expect(night.texts).toEqual(['before']);
    expect(night.deliveries.slice(1)).toMatchObject([
      { text: 'first', state: 'held', held: 'quiet', reason: 'quiet hours until 07:00', nextTryAt: Date.parse('2026-06-11T07:00+02:00') },
      { text: 'second', state: 'held' },
      { text: 'second', state: 'held' },
    ]);
    expect(night.desk.channels.get('ops')).toMatchObject({ held: 3, queued: 0 });
    await night.pass(8 * 60);
    expect(night.texts).toEqual(['before', 'Held back until 07:00: 3 messages\n22:01 first\n22:01 second ×2']);
    const [digest] = night.desk.journal.read({ topics: (topic) => topic === 'channel.digest' });
    expect(night.deliveries.filter(({ state }) => state === 'summarised').map(({ digestSeq, reason }) => [digestSeq, reason])).toEqual(
      Array.from({ length: 3 }, () => [digest?.seq, null]),
    );
    await night.tell('after');
    expect(night.texts.at(-1)).toBe('after');
  });

  test('let critical news through at once', async () => {
    night = await NightDesk.open('2026-06-10T23:00+02:00', NIGHT);
    await night.tell('can wait');
    await night.alarm('house on fire');
    night.desk.journal.append('risk.breach', { account: 'paper', limit: 'x', text: 'too much', strategy: null });
    await settle();
    expect(night.texts).toEqual(['Failure in test: house on fire', 'Risk limit: too much']);
    expect(night.deliveries.map(({ priority, state }) => `${priority} ${state}`)).toEqual(['normal held', 'critical delivered', 'critical delivered']);
  });

  test('also hold what was queued before they began, when the other side comes back in the night', async () => {
    night = await NightDesk.open('2026-06-10T21:50+02:00', NIGHT);
    night.online = false;
    await night.tell('a', 'b', 'c');
    await night.pass(30);
    night.online = true;
    await night.pass(60);
    expect(night.texts).toEqual([]);
    await night.pass(9 * 60);
    // The first was tried: it may be known to the other side by its id, and goes by itself.
    expect(night.texts).toEqual(['a', expect.stringContaining('2 messages\n21:50 b\n21:50 c')]);
  });

  test('without a digest each message follows by itself, in order; one that is alone always does', async () => {
    night = await NightDesk.open('2026-06-10T23:00+02:00', { ...NIGHT, quietHours: { ...NIGHT.quietHours, digest: false } });
    await night.tell('a', 'b');
    await night.pass(9 * 60);
    expect(night.texts).toEqual(['a', 'b']);
    await night.desk.channels.configure({ id: 'ops', routing: { quietHours: NIGHT.quietHours } }, 'test');
    await night.pass(15 * 60);
    await night.tell('alone');
    await night.pass(9 * 60);
    expect(night.texts.filter((text) => !text.startsWith('Configuration'))).toEqual(['a', 'b', 'alone']);
  });

  test('that end while the daemon is down end when it is back; what is held is still there', async () => {
    night = await NightDesk.open('2026-06-10T23:00+02:00', NIGHT);
    await night.tell('a', 'b');
    await night.restart(60);
    expect(night.texts).toEqual([]);
    await night.restart(10 * 60);
    expect(night.texts).toEqual([expect.stringContaining('a\n')]);
  });

  test('that are changed or taken away free what they held', async () => {
    night = await NightDesk.open('2026-06-10T23:00+02:00', NIGHT, { topics: ['notify.message'] });
    await night.tell('a', 'b');
    await night.desk.channels.configure({ id: 'ops', routing: { quietHours: { from: '22:00', until: '23:30' } } }, 'test');
    await settle();
    expect(night.deliveries[0]).toMatchObject({ state: 'held', reason: 'quiet hours until 23:30' });
    await night.desk.channels.configure({ id: 'ops', routing: { quietHours: null } }, 'test');
    await settle();
    expect(night.texts).toEqual([expect.stringContaining('2 messages')]);
    expect(night.desk.channels.get('ops').routing).toEqual({});
  });

  test('a channel that is off keeps what it holds until it is on again', async () => {
    night = await NightDesk.open('2026-06-10T23:00+02:00', NIGHT, { topics: ['notify.message'] });
    await night.tell('a', 'b');
    await night.desk.channels.disable('ops', 'test');
    await night.pass(9 * 60);
    expect(night.texts).toEqual([]);
    await night.desk.channels.enable('ops', 'test');
    await settle();
    expect(night.texts).toEqual([expect.stringContaining('2 messages')]);
  });
});

test('a target that a kind has no words for a digest for gets the messages themselves, and no other target gets them', async () => {
  night = await NightDesk.open('2026-06-10T23:00+02:00', NIGHT, {
    topics: ['notify.message'],
    render: ({ topic, text }) => [{ target: topic === 'channel.digest' ? 'x' : (text[0] ?? ''), message: text }],
  });
  await night.tell('x1', 'y1', 'x2', 'y2');
  await night.pass(9 * 60);
  expect(night.taken.filter(({ target }) => target === 'x').map(({ message }) => message)).toEqual([expect.stringMatching(/2 messages\n.*x1\n.*x2$/)]);
  expect(night.taken.filter(({ target }) => target === 'y').map(({ message }) => message)).toEqual(['y1', 'y2']);
});

describe('a cap', () => {
  const CAP = { cap: { messages: 3, seconds: 600 } };

  test('sends the first one by one and sums the rest of the window up', async () => {
    night = await NightDesk.open('2026-06-10T12:00+02:00', CAP, { topics: ['notify.message'] });
    await night.tell(...numbered(20));
    expect(night.texts).toEqual(numbered(3));
    expect(night.deliveries.at(-1)).toMatchObject({ state: 'held', reason: "more messages than the channel's cap allows, summed up at 12:10" });
    await night.pass(11);
    expect(night.texts).toHaveLength(4);
    expect(night.texts[3]).toMatch(/^17 more messages since 12:00\n12:00 m3\n(?:.*\n)*12:00 m17\n… and 2 more: notify.message 2$/);
    await night.tell('new window');
    expect(night.texts.at(-1)).toBe('new window');
  });

  test('is counted over a restart, and counts nothing critical', async () => {
    night = await NightDesk.open('2026-06-10T12:00+02:00', CAP, { topics: ['notify.message', 'exception'] });
    await night.tell('a', 'b');
    await night.alarm('x');
    await night.alarm('y');
    await night.restart();
    await night.tell('c', 'd', 'e');
    await night.alarm('z');
    expect(night.texts).toEqual(['a', 'b', 'Failure in test: x', 'Failure in test: y', 'c', 'Failure in test: z']);
    await night.restart(30);
    expect(night.texts.slice(6)).toEqual([expect.stringContaining('2 more messages')]);
  });
});

test('the same text is told once in a while, and then how often it came', async () => {
  night = await NightDesk.open('2026-06-10T12:00+02:00', { dedupeSeconds: 300 }, { topics: ['notify.message'] });
  await night.tell('same', 'same', 'other', 'same');
  expect(night.texts).toEqual(['same', 'other']);
  await night.pass(6);
  expect(night.texts.slice(2)).toEqual(['2 times more until 12:05: same']);
  await night.tell('same');
  expect(night.texts.slice(3)).toEqual(['same']);
});

describe('critical news', () => {
  test('overtakes what waits for its next try, and keeps its own order', async () => {
    night = await NightDesk.open('2026-06-10T12:00+02:00', {}, { topics: ['notify.message', 'exception'], backoff: { baseMs: 600_000, maxMs: 600_000 } });
    night.online = false;
    await night.tell('a', 'b');
    night.online = true;
    await night.alarm('first');
    await night.alarm('second');
    expect(night.texts).toEqual(['Failure in test: first', 'Failure in test: second']);
    await night.pass(11);
    expect(night.texts.slice(2)).toEqual(['a', 'b']);
  });

  test('may be widened by topic', async () => {
    night = await NightDesk.open('2026-06-10T23:00+02:00', { quietHours: { from: '22:00', until: '07:00' }, critical: ['whitelist'] });
    night.desk.journal.append('whitelist', { pairs: ['BTC/USDT'], blacklist: [] });
    await settle();
    expect(night.texts).toEqual(['Pairs traded: BTC/USDT']);
  });
});

test('silent news is sent without a sound, and a digest of nothing but silent news too', async () => {
  night = await NightDesk.open('2026-06-10T21:00+02:00', { ...NIGHT, types: { '*': 'on', 'notify.message': 'silent', whitelist: 'off' } });
  night.desk.journal.append('whitelist', { pairs: ['BTC/USDT'], blacklist: [] });
  await night.tell('quietly');
  night.desk.journal.append('balance.update', { account: 'paper', balances: [] });
  await settle();
  expect(night.taken.map(({ message, silent }) => [message, silent])).toEqual([
    ['quietly', true],
    ['Balances changed', false],
  ]);
  await night.pass(120);
  await night.tell('a', 'b');
  await night.pass(9 * 60);
  expect(night.taken.at(-1)).toMatchObject({ silent: true, message: expect.stringContaining('2 messages') });
});
