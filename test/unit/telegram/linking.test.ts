import { expect, test } from 'vitest';
import { ADA, GROUP, MALLORY, openBench, PRIVATE, TOKEN } from './support/bench.ts';

test('a code links whoever shows it, once, with the role it was made for', async () => {
  const bench = await openBench();
  const made = await bench.call('channels.pair', { id: 'phone', role: 'viewer' });
  expect(made.link).toBe(`https://t.me/desk_bot?start=${made.code}`);
  expect((await bench.ask(`/start ${made.code}`)).text).toContain('role viewer');
  const { people, chats } = await bench.call('channels.people', { id: 'phone' });
  expect(people).toMatchObject([{ person: 'ada', title: 'Ada', role: 'viewer', linkedBy: 'local' }]);
  expect(chats).toMatchObject([{ chat: '42', kind: 'private', language: 'en', refused: null }]);
  const scope = JSON.stringify({ type: 'chat', chat_id: 42 });
  await bench.api.until(() => bench.api.menus.has(scope));
  const menu = bench.api.menus.get(scope);
  expect(menu).toContain('status');
  expect(menu).not.toContain('stop');

  bench.api.write(MALLORY, { id: 666, type: 'private' }, `/start ${made.code}`);
  await bench.quiet();
  expect(bench.api.in(666)).toEqual([]);
  expect(bench.audited()).toContainEqual({ who: 'telegram:666', method: 'telegram.link', outcome: 'refused', role: 'none' });
  expect((await bench.call('channels.people', { id: 'phone' })).people).toHaveLength(1);
});

test('a code may be written in small letters with hyphens, and letters that look like digits', async () => {
  const bench = await openBench();
  const { code } = await bench.call('channels.pair', { id: 'phone' });
  const written = `${code.slice(0, 5)}-${code.slice(5)}`.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
  expect((await bench.ask(`/link ${written}`)).text).toContain('Linked: Ada');
});

test('after five wrong codes from somebody even the right one is not looked at', async () => {
  const bench = await openBench();
  const { code } = await bench.call('channels.pair', { id: 'phone' });
  for (let wrong = 0; wrong < 5; wrong++) bench.api.write(MALLORY, { id: 666, type: 'private' }, `/start 000000000${wrong}`);
  bench.api.write(MALLORY, { id: 666, type: 'private' }, `/start ${code}`);
  await bench.quiet();
  expect(bench.api.sent).toEqual([]);
  expect((await bench.ask(`/start ${code}`)).text).toContain('Linked: Ada');
});

test('nobody can hand out more than they have, or link to what only tells', async () => {
  const bench = await openBench();
  const trader = { id: 't', who: 'token:t', role: 'trader', via: 'ws' } as const;
  await expect(bench.call('channels.pair', { id: 'phone' }, trader)).rejects.toMatchObject({ data: { kind: 'forbidden' } });
  await bench.call('channels.configure', { id: 'hook', kind: 'webhook', settings: { url: 'http://127.0.0.1:1/' } });
  await expect(bench.call('channels.pair', { id: 'hook' })).rejects.toMatchObject({ data: { kind: 'conflict' } });
  await expect(bench.call('channels.pair', { id: 'nope' })).rejects.toMatchObject({ data: { kind: 'not_found' } });
});

test('strangers hear nothing, by word or by button, and leave one entry an hour in the audit log', async () => {
  const bench = await openBench();
  await bench.link();
  const home = await bench.ask('/home');
  const sent = bench.api.sent.length;
  for (let again = 0; again < 20; again++) {
    bench.api.write(MALLORY, { id: 666, type: 'private' }, '/stop CONFIRM');
    bench.api.write(MALLORY, { id: 666, type: 'private' }, 'let me in');
    bench.api.press(MALLORY, { id: 666, type: 'private' }, home, 'c|stop');
  }
  await bench.quiet();
  expect(bench.api.sent).toHaveLength(sent);
  expect(bench.api.pressAnswers).toEqual([]);
  expect((await bench.call('bot.status', {})).state).toBe('running');
  const refused = bench.audited().filter(({ who }) => who === 'telegram:666');
  expect(refused.map(({ method }) => method).toSorted()).toEqual(['telegram.button', 'telegram.command', 'telegram.message']);
  expect(new Set(refused.map(({ outcome, role }) => `${outcome} ${role}`))).toEqual(new Set(['refused none']));
});

test('in a group only linked people are answered, in the linked topic only, and presses of others do nothing', async () => {
  const bench = await openBench();
  await bench.link(ADA, GROUP, 'operator', { thread: 5 });
  const answer = await bench.ask('/status', ADA, GROUP, { thread: 5 });
  expect(answer.thread).toBe(5);
  const question = await bench.ask('/stop@desk_bot', ADA, GROUP, { thread: 5 });
  const sent = bench.api.sent.length;
  bench.api.press(MALLORY, GROUP, question, 'Yes');
  bench.api.write(MALLORY, GROUP, '/status', { thread: 5 });
  bench.api.write(ADA, GROUP, '/status');
  bench.api.write(ADA, GROUP, '/status', { thread: 6 });
  bench.api.write(ADA, GROUP, '/status@other_bot', { thread: 5 });
  bench.api.write(ADA, GROUP, 'how are we doing?', { thread: 5 });
  bench.api.write(ADA, GROUP, '/weather', { thread: 5 });
  await bench.quiet();
  expect(bench.api.sent).toHaveLength(sent);
  expect((await bench.call('bot.status', {})).state).toBe('running');
  const [seq] = bench.tell('hello');
  await bench.api.until(() => bench.api.in(GROUP.id).some(({ text, thread }) => text.includes('hello') && text.includes(`#${seq}`) && thread === 5));
});

test('whoever is unlinked is a stranger at once, also with a question open', async () => {
  const bench = await openBench();
  await bench.link();
  const question = await bench.ask('/stop');
  await bench.call('channels.unpair', { id: 'phone', person: 'ada' });
  const sent = bench.api.sent.length;
  bench.api.press(ADA, PRIVATE, question, 'Yes');
  bench.api.write(ADA, PRIVATE, 'CONFIRM');
  await bench.quiet();
  expect(bench.api.sent).toHaveLength(sent);
  expect((await bench.call('bot.status', {})).state).toBe('running');
  expect(await bench.call('channels.people', { id: 'phone' })).toEqual({ people: [], chats: [] });
  await expect(bench.call('channels.unpair', { id: 'phone', person: 'ada' })).rejects.toMatchObject({ data: { kind: 'not_found' } });
});

test('a removed channel forgets its people, and the token is nowhere in what was written down', async () => {
  const bench = await openBench();
  await bench.link();
  await bench.channels.remove('phone', 'test');
  await bench.call('channels.configure', { id: 'phone', kind: 'telegram', settings: { apiRoot: bench.api.root } });
  expect(await bench.call('channels.people', { id: 'phone' })).toEqual({ people: [], chats: [] });
  const written = bench.journal
    .read({ limit: 10_000 })
    .map(({ json }) => json)
    .join('\n');
  expect(written).not.toContain(TOKEN.split(':')[1]);
});

test('what was written while nobody listened is answered once for each chat and not carried out', async () => {
  const bench = await openBench();
  await bench.link();
  await bench.call('channels.disable', { id: 'phone' });
  const before = bench.api.sent.length;
  const long = Date.now() - 2 * 3600_000;
  bench.api.write(ADA, PRIVATE, '/stop CONFIRM', { date: long });
  bench.api.write(ADA, PRIVATE, '/forceexit all', { date: long + 60_000 });
  bench.api.write(ADA, PRIVATE, 'hello?', { date: long });
  bench.api.write(ADA, PRIVATE, '/count');
  await bench.call('channels.enable', { id: 'phone' });
  await bench.quiet();
  await bench.api.until(() => bench.api.sent.length >= before + 2);
  const [fresh, late] = bench.api.sent.slice(before).toSorted((a, b) => Number(a.text.includes('⏰')) - Number(b.text.includes('⏰')));
  expect(fresh?.text).toContain('Open trades');
  expect(late?.text).toMatch(/\/stop CONFIRM was sent 2 hr ago, not carried out\n.*\/forceexit all was sent 1 hr 59 min ago, not carried out$/);
  expect((await bench.call('bot.status', {})).state).toBe('running');
  await bench.ask('/version');
  expect(bench.api.sent).toHaveLength(before + 3);
});
