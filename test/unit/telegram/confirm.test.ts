import { expect, test } from 'vitest';
import type { Chat, Person } from '../../fakes/bot-api.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { ADA, GROUP, openBench, PRIVATE } from './support/bench.ts';

const BOB: Person = { id: 43, first_name: 'Bob' };

const state = async (bench: Awaited<ReturnType<typeof openBench>>) => (await bench.call('bot.status', {})).state;

test('/stop asks, and only a yes stops', async () => {
  const bench = await openBench();
  await bench.link();
  const no = await bench.press(await bench.ask('/stop'), 'Cancel');
  expect(no.text).toBe('Cancelled.');
  expect(no.buttons).toEqual([]);
  expect(await state(bench)).toBe('running');
  const yes = await bench.press(await bench.ask('/stop'), 'Yes');
  expect(yes.text).toContain('stopped');
  expect(await state(bench)).toBe('stopped');
  expect(bench.audited().filter(({ method }) => method === 'bot.stop')).toEqual([
    { who: 'telegram:ada', method: 'bot.stop', outcome: 'done', role: 'operator' },
  ]);
});

test('/delete asks for the trade, then for a yes, and tells what stays in the account; /restore takes it back', async () => {
  const bench = await openBench();
  await bench.link();
  expect((await bench.ask('/delete')).text).toBe('No open trades.');
  bench.source.tick(100);
  const { tradeId } = await bench.call('positions.open', { pair: 'BTC/USDT', stake: '500' });
  bench.source.tick(100);
  const number = String(tradeId).replace('t_', '');
  const question = await bench.press(await bench.ask('/delete'), `${number} · BTC/USDT`);
  expect(question.text).toContain('Nothing is sold');
  expect((await bench.call('positions.list', {})).items).toHaveLength(1);
  expect((await bench.press(question, 'Yes')).text).toMatch(/^Trade \d+ is out of the books; [\d.]+ BTC stay in the account/);
  expect((await bench.call('positions.list', {})).items).toEqual([]);
  expect((await bench.ask(`/delete ${number} CONFIRM`)).text).toContain('deleted already');
  expect((await bench.press(await bench.ask('/restore'), `${number} · BTC/USDT`)).text).toContain(`Trade ${number}, BTC/USDT, is in the books again.`);
  expect(bench.audited().filter(({ method }) => method === 'trades.delete')).toMatchObject([{ outcome: 'refused' }, { outcome: 'done' }]);
});

test('the word CONFIRM answers the last question, once, or stands behind the command', async () => {
  const bench = await openBench();
  await bench.link();
  expect((await bench.ask('CONFIRM')).text).toBe('There is nothing to confirm.');
  await bench.ask('/panic');
  expect((await bench.ask('CONFIRM')).text).toContain('panicked');
  expect((await bench.ask('CONFIRM')).text).toBe('There is nothing to confirm.');
  const lifted = await bench.ask('/rearm CONFIRM');
  expect(lifted.text).toContain('stopped');
  expect((await bench.ask('/start')).text).toContain('running');
  expect((await bench.ask('/stop CONFIRM')).text).toContain('stopped');
});

test('a question is over after a minute, after the next one, and when it was answered', async () => {
  const clock = new ManualClock(Date.now());
  const bench = await openBench({ clock });
  await bench.link();
  const first = await bench.ask('/stop');
  const second = await bench.ask('/stop');
  expect((await bench.press(first, 'Yes')).text).toBe('This question is over. Give the command again.');
  clock.stall(61_000);
  expect((await bench.press(second, 'Yes')).text).toBe('This question is over. Give the command again.');
  expect((await bench.ask('CONFIRM')).text).toBe('There is nothing to confirm.');
  expect(await state(bench)).toBe('running');
});

test('a question put to one is not answered by another, not even by an owner', async () => {
  const bench = await openBench();
  await bench.link(ADA, GROUP);
  await bench.link(BOB, GROUP, 'owner');
  const question = await bench.ask('/stop', ADA, GROUP);
  bench.api.press(BOB, GROUP, question, 'Yes');
  bench.api.write(BOB, GROUP, 'CONFIRM');
  await bench.quiet();
  expect(bench.api.pressAnswers.at(-1)?.text).toBe('This question was put to somebody else.');
  expect(await state(bench)).toBe('running');
  expect((await bench.press(question, 'Yes', ADA, GROUP)).text).toContain('stopped');
});

test('who may not do it is not asked, is told so, and stands in the audit log', async () => {
  const bench = await openBench();
  await bench.link(ADA, PRIVATE, 'viewer');
  for (const command of ['/stop', '/panic', '/panic flatten', '/pause', '/reload_config', '/blacklist BTC/USDT', '/rearm', '/start']) {
    const answer = await bench.ask(command);
    expect(answer.text).toContain('needs the role');
    expect(answer.buttons).toEqual([]);
  }
  expect((await bench.ask('/show_config')).text).toContain('needs the role operator');
  expect(await state(bench)).toBe('running');
  expect(bench.audited().filter(({ who, outcome }) => who === 'telegram:ada' && outcome === 'refused').length).toBe(8);
});

test('/forceexit sells one, or all, after a yes; a press delivered twice sells once', async () => {
  const bench = await openBench();
  await bench.link();
  bench.source.tick(100);
  bench.source.tick(50, 'ETH/USDT');
  expect((await bench.ask('/forceenter BTC/USDT market 500')).text).toContain('Order placed: buy 5 BTC/USDT at market');
  await bench.ask('/forceenter ETH/USDT market 500');
  bench.source.tick(101);
  bench.source.tick(51, 'ETH/USDT');
  const choice = await bench.ask('/forceexit');
  expect(choice.buttons.map(({ text }) => text)).toEqual(['1 · BTC/USDT', '2 · ETH/USDT', 'All', '✖️ Cancel']);
  const question = await bench.press(choice, 'BTC');
  expect(question.text).toContain('Sells 5 BTC/USDT (1) at the market price.');
  const data = question.buttons[0]?.data ?? '';
  bench.api.press(ADA, PRIVATE, question, data);
  bench.api.press(ADA, PRIVATE, question, data);
  await bench.quiet();
  await bench.api.until(() => bench.api.messages.get(question.id)?.text.includes('This question is over') ?? false);
  bench.source.tick(102);
  expect((await bench.call('positions.list', {})).items.map(({ pair }) => pair)).toEqual(['ETH/USDT']);
  expect(bench.audited().filter(({ method }) => method === 'positions.close')).toHaveLength(1);
  expect((await bench.press(await bench.ask('/fx all'), 'Yes')).text).toBe('Exit order placed.');
  bench.source.tick(51, 'ETH/USDT');
  expect((await bench.ask('/forceexit all CONFIRM')).text).toContain('0 exit orders');
  expect((await bench.ask('/forceexit 99')).text).toBe('Trade 99 holds nothing. /status lists the open ones.');
});

test('an update that comes again after a crash changes nothing twice', async () => {
  const bench = await openBench();
  await bench.link();
  bench.source.tick(100);
  const chat: Chat = PRIVATE;
  const update = {
    message: { message_id: 77, date: Math.floor(Date.now() / 1000), chat, from: { is_bot: false, ...ADA }, text: '/forceenter BTC/USDT market 100' },
  };
  const number = bench.api.push(update);
  await bench.quiet();
  bench.api.push({ ...update, update_id: number });
  bench.store.prepare('UPDATE telegram_bot SET next_update = 0').run();
  const before = bench.api.sent.length;
  bench.api.push({ ...update, update_id: number });
  await bench.api.until(() => bench.api.sent.length > before);
  expect((await bench.call('orders.list', {})).items).toHaveLength(1);
});
