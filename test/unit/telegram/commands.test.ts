import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { COMMANDS, commandNamed } from '../../../daemon/channels/telegram/commands/index.ts';
import { de } from '../../../daemon/channels/telegram/texts/de.ts';
import { en } from '../../../daemon/channels/telegram/texts/en.ts';
import { ADA, type Bench, openBench, PRIVATE } from './support/bench.ts';

/** Two open trades and one that was closed with a gain. */
async function trade(bench: Bench): Promise<void> {
  bench.source.tick(100);
  bench.source.tick(50, 'ETH/USDT');
  await bench.call('positions.open', { pair: 'BTC/USDT', stake: '500', tag: 'a<b&"c"' });
  await turn();
  bench.source.tick(110);
  await bench
    .call('positions.close', { pair: 'BTC/USDT' })
    .catch(async (error: { data: { token: string } }) => bench.call('rpc.confirm', { token: error.data.token }));
  await turn();
  bench.source.tick(110);
  await bench.call('positions.open', { pair: 'BTC/USDT', stake: '200' });
  await bench.call('positions.open', { pair: 'ETH/USDT', stake: '300', price: '40' });
  await turn();
  bench.source.tick(110);
  bench.source.flat(110);
}

test('every command and alias answers, in both languages, with and without trades, and Telegram takes every answer', async () => {
  const bench = await openBench();
  await bench.link(ADA, PRIVATE, 'owner');
  for (const language of ['en', 'de']) {
    await bench.ask(`/settings language ${language}`);
    for (const { name, aliases } of COMMANDS) {
      for (const word of [name, ...aliases]) expect((await bench.ask(`/${word}`)).text).not.toBe('');
    }
    await bench.ask('/rearm CONFIRM');
    if (language === 'en') await trade(bench);
  }
  expect(bench.faults).toEqual([]);
});

/** The reference: every command of Freqtrade 2026.7 with its aliases. */
const FREQTRADE = `start pause stopentry stopbuy stop reload_config reload_conf forceexit fx forcesell forcelong forcebuy forceshort delete reload_trade
  cancel_open_order coo unlock delete_locks blacklist blacklist_delete bl_delete whitelist marketdir status order trades count locks balance show_config
  show_conf logs health version list_custom_data help tg_info profit profit_long profit_short performance entries buys exits sells mix_tags daily weekly
  monthly stats`.split(/\s+/);

/** Those that would not mean anything here, or not yet. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  forceshort: 'there are no short sales',
  profit_short: 'there are no short sales',
  marketdir: 'it only tells strategies that ask for a direction, and none does',
  list_custom_data: 'strategies keep no data of their own with a trade',
  reload_trade: 'it fetches the orders of a trade anew from an exchange; those of the paper exchange are nowhere but in the books',
};

test('every command of Freqtrade and every alias is there, but for those left out for a reason', () => {
  expect(FREQTRADE.filter((name) => commandNamed(name) === undefined).toSorted()).toEqual(Object.keys(LEFT_OUT).toSorted());
});

test('trades are told by how they ended, and by tag and reason together', async () => {
  const bench = await openBench();
  await bench.link();
  expect((await bench.ask('/stats')).text).toBe('No closed trades yet.');
  await trade(bench);
  const { text } = await bench.ask('/stats');
  expect(text).toMatch(/exit by hand +1 +1 +0 +0/);
  expect(text).toMatch(/Won: \S+[\s\S]*Drawn: —\nLost: —/);
  expect((await bench.ask('/mix_tags BTC/USDT')).text).toMatch(/a<b&"c", exit by hand +\+/);
  expect((await bench.ask('/mix_tags XRP/USDT')).text).toBe('No closed trades yet.');
  expect((await bench.ask('/profit long 7')).text).toContain('Profit of 7 days');
  expect((await bench.ask('/profit_long 7')).text).toContain('Profit of 7 days');
});

test('every command has help in every language, a name Telegram takes, and stands in the menu', () => {
  const names = COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z0-9_]{1,32}$/);
  expect(Object.keys(en.help).toSorted()).toEqual(COMMANDS.map(({ name }) => name).toSorted());
  expect(Object.keys(de.help).toSorted()).toEqual(Object.keys(en.help).toSorted());
  expect(commandNamed('FX')?.name).toBe('forceexit');
});

test('the catalogues say the same things, and German does not stay English', () => {
  const keysOf = (texts: object, path = ''): string[] =>
    Object.entries(texts).flatMap(([key, value]) => (typeof value === 'object' ? keysOf(value, `${path}${key}.`) : [`${path}${key}:${typeof value}`]));
  expect(keysOf(de)).toEqual(keysOf(en));
  const same = Object.entries(de.help).filter(([name, text]) => text === en.help[name as keyof typeof en.help]);
  expect(same).toEqual([]);
});

test('what commands tell is what the methods tell', async () => {
  const bench = await openBench();
  await bench.link();
  await trade(bench);
  const status = await bench.ask('/status');
  expect(status.text).toContain('Trade 2, BTC/USDT');
  expect(status.text).toContain('In at: 110');
  const table = await bench.ask('/status table');
  expect(table.html).toContain('<pre>');
  expect(table.text).toMatch(/2\s+BTC\/USDT/);
  expect((await bench.ask('/status 1')).text).toContain('closed');
  expect((await bench.ask('/status t_99')).text).toContain('Not done');
  expect((await bench.ask('/trades 5')).text).toMatch(/1\s+.*BTC\/USDT\s+\+/);
  expect((await bench.ask('/profit 7')).text).toContain('Profit of 7 days');
  expect((await bench.ask('/entries')).text).toContain('a<b&"c"');
  expect((await bench.ask('/exits BTC/USDT')).text).toContain('exit by hand');
  expect((await bench.ask('/exits XRP/USDT')).text).toBe('No closed trades yet.');
  expect((await bench.ask('/count')).text).toMatch(/Open trades: 2 \/ \d+\nBound: 19\d\.\d\d USDT/);
  expect((await bench.ask('/daily 3')).text.split('\n').filter((line) => /^\d{4}-/.test(line))).toHaveLength(3);
  expect((await bench.ask('/order 3')).text).toContain('Orders of trade 3');
  expect((await bench.ask('/coo 3')).text).toBe('1 order cancelled.');
  expect((await bench.ask('/coo 2')).text).toBe('Trade 2 has no open orders.');
  expect((await bench.ask('/whitelist sorted baseonly')).text).toContain('BTC, ETH');
  expect((await bench.ask('/blacklist eth/usdt')).text).toContain('ETH/USDT');
  expect((await bench.ask('/blacklist nonsense')).text).toBe('These are no pairs: nonsense. A pair is written BTC/USDT.');
  expect((await bench.ask('/bl_delete ETH/USDT')).text).toContain('The list is empty.');
  expect((await bench.ask('/trades 0')).text).toBe('"0" is not a whole number from 1 to 200.');
  expect((await bench.ask('/health')).text).toContain('well <& good>');
  expect((await bench.ask('/tg_info')).text).toContain('Chat: 42');
  expect((await bench.ask('/weather')).text).toBe('There is no command /weather. /help lists them.');
});

test('a list is refreshed in place with the arguments it was asked with, and nothing new is no fault', async () => {
  const bench = await openBench();
  await bench.link();
  const list = await bench.ask('/daily 3');
  expect(list.buttons.map(({ data }) => data)).toContain('u|daily 3');
  const fresh = await bench.press(list, 'Refresh');
  expect(fresh.id).toBe(list.id);
  expect(fresh.text).toContain('Updated: ');
  expect(fresh.text.split('\n').filter((line) => /^\d{4}-/.test(line))).toHaveLength(3);
  bench.api.fault = ({ method }) =>
    method === 'editMessageText' ? { code: 400, description: 'Bad Request: message is not modified: specified new message content' } : undefined;
  bench.api.press(ADA, PRIVATE, list, 'Refresh');
  await bench.quiet();
  expect(bench.faults).toEqual([]);
});

test('the home screen leads to positions, profit and wallet and back, all in one message, and its verbs ask', async () => {
  const bench = await openBench();
  await bench.link();
  await trade(bench);
  const home = await bench.ask('/home');
  const positions = await bench.press(home, 'Positions');
  expect(positions.text).toContain('BTC/USDT');
  expect((await bench.press(positions, 'Refresh')).buttons.map(({ data }) => data)).toContain('h|home');
  const wallet = await bench.press(await bench.press(positions, 'Home'), 'Wallet');
  expect(wallet.id).toBe(home.id);
  expect(wallet.text).toContain('Wallet (Paper)');
  const back = await bench.press(wallet, 'Home');
  const before = bench.api.sent.length;
  bench.api.press(ADA, PRIVATE, back, 'Stop');
  await bench.api.until(() => bench.api.sent.length > before);
  expect((await bench.press(bench.api.sent.at(-1)!, 'Yes')).text).toContain('stopped');
  expect((await bench.press(back, 'Refresh')).buttons.map(({ text }) => text)).toContain('Start');
});

test('/forceenter asks for the pair and the stake, or takes both with a price', async () => {
  const bench = await openBench();
  await bench.link();
  bench.source.tick(100);
  bench.source.tick(50, 'ETH/USDT');
  const pairs = await bench.ask('/forceenter');
  const stakes = await bench.press(pairs, 'BTC/USDT');
  expect(stakes.buttons.map(({ text }) => text)).toEqual(['As usual (USDT)', '200.00 USDT', '500.00 USDT', '1,000.00 USDT', '✖️ Cancel']);
  expect((await bench.press(stakes, '500.00')).text).toContain('buy 5 BTC/USDT');
  expect((await bench.ask('/forcelong ETH/USDT 40')).text).toContain('at 40.');
  expect((await bench.ask('/forceenter DOGE/USDT')).text).toContain('"DOGE/USDT" is not one of the pairs');
  expect((await bench.ask('/forceenter BTC/USDT cheap')).text).toContain('"cheap" is not a price');
  expect((await bench.ask('/forceenter BTC/USDT market lots')).text).toContain('"lots" is not an amount');
  expect((await bench.ask('/forceenter ETH/USDT market 0.5')).text).toContain('too little');
  expect((await bench.press(await bench.ask('/forceenter'), 'Cancel')).text).toBe('Cancelled.');
});

test('/settings silences a chat by button and by word, for itself only', async () => {
  const bench = await openBench({ topics: ['notify.message', 'strategy.message'] });
  await bench.link(ADA, PRIVATE, 'viewer');
  const settings = await bench.ask('/settings');
  const silent = await bench.press(settings, 'Everything else');
  expect(silent.text).toContain('Everything else: silent');
  const [seq] = bench.tell('psst');
  await bench.api.until(() => bench.api.sent.some(({ text }) => text.includes(`#${seq}`)));
  expect(bench.api.sent.find(({ text }) => text.includes(`#${seq}`))?.silent).toBe(true);
  await bench.ask('/settings other off');
  const [unheard] = bench.tell('nobody hears this');
  await bench.ask('/settings other on');
  const [heard] = bench.tell('heard');
  await bench.api.until(() => bench.api.sent.some(({ text }) => text.includes(`#${heard}`)));
  expect(bench.api.sent.some(({ text }) => text.includes(`#${unheard}`))).toBe(false);
  expect((await bench.ask('/settings entry loud')).text).toContain('Expected /settings');
  const viewer = { id: 'v', who: 'token:v', role: 'viewer', via: 'ws' } as const;
  await expect(bench.call('channels.chat', { id: 'phone', chat: '42', language: 'de' }, viewer)).rejects.toMatchObject({ data: { kind: 'forbidden' } });
});

test('pictures are PNGs drawn in another thread: equity, days, candles with entries and exits', async () => {
  const bench = await openBench();
  await bench.link();
  await trade(bench);
  for (let minute = 0; minute < 5; minute++) bench.source.flat(110 + minute);
  bench.source.past.push(
    ...Array.from({ length: 20 }, (_, index) => ({
      ts: bench.source.now() - (20 - index) * 60_000,
      open: '100',
      high: '112',
      low: '98',
      close: '110',
      volume: '1',
    })),
  );
  for (const command of ['/chart equity', '/chart daily', '/chart BTC/USDT']) {
    const { photo, text } = await bench.ask(command);
    expect(photo?.subarray(1, 4).toString(), `${command}: ${text}`).toBe('PNG');
  }
  expect((await bench.ask('/chart')).buttons.map(({ data }) => data)).toContain('c|chart BTC/USDT');
});

test('the keyboard is the one of the settings, and one that could only fail is refused', async () => {
  const bench = await openBench({ settings: { keyboard: [['/status table', '/fx all'], ['/help']] } });
  await bench.link();
  expect((await bench.ask('/version')).keyboard).toEqual([['/status table', '/fx all'], ['/help']]);
  const refused = (keyboard: unknown) =>
    expect(bench.channels.configure({ id: 'phone', settings: { keyboard } }, 'test')).rejects.toMatchObject({ data: { kind: 'invalid' } });
  await refused([['/forceexit']]);
  await refused([['/weather']]);
  await refused([['status']]);
});

test('locks are listed with what set them, and lifted by number, by pair or by button', async () => {
  const bench = await openBench();
  await bench.link(ADA, PRIVATE, 'operator');
  expect((await bench.ask('/locks')).text).toBe('Nothing is locked.');
  await bench.call('markets.locks.add', { pair: 'BTC/USDT', minutes: 90, reason: 'a<b' });
  await bench.call('markets.locks.add', { pair: '*', minutes: 30 });
  expect((await bench.ask('/locks')).text).toMatch(/Locks, 2[\s\S]*2 All pairs →[\s\S]*1 BTC\/USDT →[\s\S]*a<b/);
  expect((await bench.ask('/unlock ETH/USDT')).text).toContain('ETH/USDT is not locked');
  expect((await bench.ask('/unlock nonsense')).text).toContain('is no lock and no pair');
  expect((await bench.ask('/delete_locks *')).text).toContain('Lifted: All pairs (2)');
  expect((await bench.ask('/unlock 1')).text).toContain('Lifted: BTC/USDT (1)');
  expect((await bench.ask('/locks')).text).toBe('Nothing is locked.');
});
