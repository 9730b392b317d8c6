import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeHtml, html, lines, plainText, split } from '../../../daemon/channels/telegram/html.ts';
import { readTarget, targetOf } from '../../../daemon/channels/telegram/target.ts';
import { visibleText } from '../../fakes/telegram-html.ts';
import { ADA, GROUP, openBench, PRIVATE, TOKEN } from './support/bench.ts';

test('values of any kind keep a message readable for Telegram, and say what they said', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const source = html`<b>${value}</b> <code>${value}</code>`.source;
      expect(visibleText(source)).toBe(plainText(source));
      expect(visibleText(escapeHtml(value))).toBe(plainText(escapeHtml(value)));
    }),
  );
  expect(plainText(html`${'<b>&amp;"'}`.source)).toBe('<b>&amp;"');
});

test('a text of any length is cut into pieces that Telegram takes, and nothing visible is lost', () => {
  const word = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom('<', '&', '\n', ' ', 'x'.repeat(70)));
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), fc.integer({ min: 10, max: 60 }), (words, limit) => {
      const source = lines([html`<b>${words.join(' ')}</b>`, html`<pre>${words.join('')}</pre> <i>${words.join('\n')}</i>`]).source;
      const pieces = split(source, limit);
      for (const piece of pieces) expect(visibleText(piece).length).toBeLessThanOrEqual(limit);
      const letters = (text: string) => text.replace(/\s+/g, '');
      expect(letters(pieces.map(visibleText).join(''))).toBe(letters(visibleText(source)));
    }),
  );
});

test('messages to one chat keep the pace that was set, the first after a pause but one', async () => {
  const bench = await openBench({ settings: { chatIntervalMs: 40 } });
  await bench.link();
  const began = performance.now();
  const numbers = bench.tell('a', 'b', 'c', 'd', 'e');
  await bench.api.until(() => bench.api.sent.length >= 6);
  expect(performance.now() - began).toBeGreaterThan(2 * 40);
  expect(bench.api.sent.slice(1).map(({ text }) => text.split('\n').at(-1))).toEqual(numbers.map((number) => `#${number}`));
});

test('targets are read as they are written', () => {
  for (const text of ['42', '-1001234567890', '-1001234567890:5', '@channel']) expect(targetOf(readTarget(text)!)).toBe(text);
  for (const text of ['', 'x', '-', '42:', '42:x', '@a', '4 2', '42:5:6']) expect(readTarget(text)).toBeUndefined();
});

test('an alert carries its number, hostile text stays text, and a long one comes in numbered pieces', async () => {
  const bench = await openBench();
  await bench.link();
  const [first] = bench.tell('<script>alert("&")</script> a_b*c[d](e) `f`');
  const [long] = bench.tell(Array.from({ length: 400 }, (_, line) => `line ${line} <&>`).join('\n'));
  await bench.api.until(() => bench.api.sent.length >= 4);
  const [, one, ...pieces] = bench.api.sent;
  expect(one?.text).toContain(`<script>alert("&")</script> a_b*c[d](e) \`f\``);
  expect(one?.text).toContain(`#${first}`);
  expect(pieces.map(({ text }) => text.split('\n').at(-1))).toEqual([`#${long} (1/2)`, `#${long} (2/2)`]);
  expect(pieces.map(({ text }) => text).join('\n')).toContain('line 399 <&>');
});

test('a message whose marks the server does not take goes out without them', async () => {
  const bench = await openBench();
  await bench.link();
  bench.api.fault = ({ method, payload }) =>
    method === 'sendMessage' && payload.parse_mode === 'HTML'
      ? { code: 400, description: "Bad Request: can't parse entities: Unsupported start tag" }
      : undefined;
  const [seq] = bench.tell('a <b> & c');
  await bench.api.until(() => bench.api.sent.some(({ text }) => text.includes(`#${seq}`)));
  expect(bench.api.sent.at(-1)?.text).toContain('a <b> & c');
  expect((await bench.ask('/version')).text).toContain('Version');
});

test('a rejected token parks the channel, says what to do, and a new one sends what waited', async () => {
  const bench = await openBench();
  await bench.link();
  bench.api.token = '999999999:AAotherTokenOtherTokenOtherToken00';
  const [seq] = bench.tell('waits');
  const parked = await bench.state('parked');
  expect(parked).toMatchObject({ reason: 'Telegram rejects the token of the bot', remedy: expect.stringContaining('secret set channels.phone.token') });
  expect(await bench.call('channels.test', { id: 'phone' })).toMatchObject({ ok: false, detail: 'Telegram rejects the token of the bot' });
  bench.vault.set('channels.phone.token', bench.api.token);
  await bench.api.until(() => bench.api.sent.some(({ text }) => text.includes(`#${seq}`)));
  await bench.state('ok');
  expect(JSON.stringify(bench.channels.deliveries({}))).not.toContain(TOKEN);
});

test('a token that is none is told before anything is sent', async () => {
  const bench = await openBench();
  bench.vault.set('channels.phone.token', 'not a token');
  expect(await bench.state('parked')).toMatchObject({ reason: expect.stringContaining('not a token of a bot'), remedy: expect.stringContaining('@BotFather') });
});

test('without anybody linked a test says so; with an unknown chat or an unreachable host it says that', async () => {
  const bench = await openBench();
  expect(await bench.call('channels.test', { id: 'phone' })).toMatchObject({
    ok: false,
    detail: 'the bot @desk_bot answers, but no chat is linked to it yet',
    remedy: 'Link yours with: nightdesk pair telegram phone',
  });
  bench.api.chats = new Set(['42']);
  await bench.channels.configure({ id: 'phone', settings: { chats: ['-100777'] } }, 'test');
  expect(await bench.call('channels.test', { id: 'phone' })).toMatchObject({
    ok: false,
    detail: expect.stringContaining('chat -100777: there is no such chat'),
  });
  await bench.channels.configure({ id: 'phone', settings: { apiRoot: 'http://127.0.0.1:9' } }, 'test');
  const unreachable = await bench.call('channels.test', { id: 'phone' });
  expect(unreachable).toMatchObject({ ok: false, detail: expect.stringContaining('127.0.0.1:9') });
  expect(JSON.stringify(unreachable)).not.toContain(TOKEN);
  await expect(bench.channels.configure({ id: 'phone', settings: { chats: ['here'] } }, 'test')).rejects.toMatchObject({
    data: { field: 'settings.chats.0' },
  });
});

test('somebody else who reads the same bot degrades it: alerts go out all the same', async () => {
  const bench = await openBench({ settings: { pollSeconds: 1 } });
  await bench.link();
  bench.api.fault = ({ method }) =>
    method === 'getUpdates'
      ? { code: 409, description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running' }
      : undefined;
  expect(await bench.state('degraded')).toMatchObject({
    reason: 'another process reads the commands of this bot',
    remedy: expect.stringContaining('End the other program'),
  });
  const [seq] = bench.tell('still told');
  await bench.api.until(() => bench.api.sent.some(({ text }) => text.includes(`#${seq}`)));
  expect(bench.channels.get('phone').state).toBe('degraded');
});

test('a chat that refuses is told nothing more until it is heard of again; others are not held up', async () => {
  const bench = await openBench();
  await bench.link();
  await bench.link(ADA, GROUP);
  bench.api.fault = ({ method, payload }) =>
    method === 'sendMessage' && payload.chat_id === 42 ? { code: 403, description: 'Forbidden: bot was blocked by the user' } : undefined;
  const [first] = bench.tell('one');
  await bench.api.until(() => bench.api.in(GROUP.id).some(({ text }) => text.includes(`#${first}`)));
  await bench.state('degraded');
  const [dead] = bench.channels.deliveries({ state: 'dead' }).items;
  expect(dead).toMatchObject({ target: '42', lastError: 'chat 42: this person has blocked the bot' });
  const [second] = bench.tell('two');
  await bench.api.until(() => bench.api.in(GROUP.id).some(({ text }) => text.includes(`#${second}`)));
  expect(bench.channels.deliveries({ state: 'dead' }).items).toHaveLength(1);
  expect((await bench.call('channels.people', { id: 'phone' })).chats.map(({ refused }) => refused)).toEqual(['this person has blocked the bot', null]);
  bench.api.fault = () => undefined;
  await bench.ask('/version');
  bench.channels.retry({ id: 'phone' });
  await bench.api.until(() => bench.api.in(PRIVATE.id).some(({ text }) => text.includes(`#${first}`)));
  const [third] = bench.tell('three');
  await bench.api.until(() => bench.api.in(PRIVATE.id).some(({ text }) => text.includes(`#${third}`)));
});

test('a chat that there is not is told of by the state of the channel, until it takes a test', async () => {
  const bench = await openBench({ settings: { chats: ['77'] } });
  bench.api.chats = new Set();
  expect(await bench.call('channels.test', { id: 'phone' })).toMatchObject({ ok: false, detail: expect.stringContaining('there is no such chat') });
  expect(bench.channels.get('phone')).toMatchObject({
    state: 'degraded',
    reason: expect.stringMatching(/^77: there is no such chat/),
    remedy: expect.stringContaining('test'),
  });
  bench.api.chats = new Set(['77']);
  expect(await bench.call('channels.test', { id: 'phone' })).toMatchObject({ ok: true });
  expect(bench.channels.get('phone')).toMatchObject({ state: 'ok', reason: null });
});

test('a rejected token may be the fault of the address of a server of one’s own', async () => {
  const bench = await openBench();
  bench.api.fault = ({ method }) => (method === 'getMe' ? { code: 404, description: 'Not Found' } : undefined);
  expect(await bench.call('channels.test', { id: 'phone' })).toMatchObject({ ok: false, remedy: expect.stringMatching(/BotFather.*apiRoot/) });
});

test('a group that became a supergroup is followed', async () => {
  const bench = await openBench();
  await bench.link(ADA, { ...GROUP, type: 'group' });
  bench.api.fault = ({ method, payload }) =>
    method === 'sendMessage' && payload.chat_id === GROUP.id
      ? { code: 400, description: 'Bad Request: group chat was upgraded to a supergroup chat', parameters: { migrate_to_chat_id: -2002 } }
      : undefined;
  const [first, second] = bench.tell('moved', 'again');
  await bench.api.until(() => bench.api.in(-2002).some(({ text }) => text.includes(`#${second}`)));
  expect(bench.api.in(-2002).map(({ text }) => text.split('\n').at(-1))).toEqual([`#${first}`, `#${second}`]);
  expect((await bench.ask('/version', ADA, { ...GROUP, id: -2002 })).text).toContain('Version');
});

test('each chat is told in its own language', async () => {
  const bench = await openBench({ topics: ['bot.state'] });
  await bench.link({ ...ADA, language_code: 'de-CH' });
  await bench.link(ADA, GROUP);
  await bench.call('bot.stop', {});
  await bench.api.until(() => bench.api.in(PRIVATE.id).length > 1 && bench.api.in(GROUP.id).length > 1);
  expect(bench.api.in(PRIVATE.id).at(-1)?.text).toContain('Vermögen');
  expect(bench.api.in(GROUP.id).at(-1)?.text).toContain('Equity');
});

test('listed chats are told and may not ask', async () => {
  const bench = await openBench({ settings: { chats: ['-1001:5', '@news_channel'] } });
  const [seq] = bench.tell('news');
  await bench.api.until(() => bench.api.sent.length >= 2);
  expect(bench.api.sent.map(({ chat, thread, text }) => [chat, thread, text.includes(`#${seq}`)])).toEqual([
    ['-1001', 5, true],
    ['@news_channel', 0, true],
  ]);
  bench.api.write(ADA, GROUP, '/status', { thread: 5 });
  await bench.quiet();
  expect(bench.api.sent).toHaveLength(2);
});
