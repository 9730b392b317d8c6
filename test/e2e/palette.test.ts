import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CHROMIUM } from '../support/console.ts';
import { consoleSuite, eventually, hashOf } from '../support/console-suite.ts';
import { startDaemon } from '../support/daemon.ts';

/** No strategy trades, so that the books hold what the tests put there. */
const CONFIG = JSON.stringify({
  sim: { timeframe: '1s', tickMs: 100 },
  strategies: { 'ema-cross': { enabled: false }, 'rsi-reversion': { enabled: false }, grid: { enabled: false } },
});

const suite = consoleSuite(() => startDaemon({ config: CONFIG }));

const received: string[] = [];
const receiver = http.createServer((request, response) => {
  received.push(request.url ?? '');
  request.resume().on('end', () => response.writeHead(204).end());
});

beforeAll(() => new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve)));
afterAll(() => receiver.close());

beforeEach(async () => {
  if (CHROMIUM === undefined) return;
  const { client } = suite.daemon;
  if ((await client.call('bot.status', {})).state !== 'running') await client.call('bot.start', {});
});

/** Opens the palette, types, and takes the entry so called once it is the one that Enter takes. */
async function take(page: Page, text: string, entry: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await palette.getByRole('combobox').fill(text);
  await palette.locator('[role="option"][data-highlighted]', { hasText: entry }).waitFor();
  await page.keyboard.press('Enter');
  await palette.waitFor({ state: 'detached' });
}

test('a position is closed by the question that its page asks, and its trade is opened by its id', async () => {
  const { client } = suite.daemon;
  const { tradeId } = await client.call('orders.place', { pair: 'DOT/USDT', side: 'buy', type: 'market', amount: '20' });
  await eventually(async () => (await client.call('positions.list', {})).items.length).toBe(1);
  const page = await suite.open();
  await page.getByRole('grid', { name: 'Positions' }).getByText('DOT/USDT').waitFor();
  await take(page, 'close DOT', `Close DOT/USDT · position ${tradeId}`);
  const sale = page.getByRole('dialog', { name: 'Sell DOT/USDT' });
  await sale.getByRole('button', { name: 'Sell 20 DOT' }).click();
  await eventually(async () => (await client.call('positions.list', {})).items).toEqual([]);
  await eventually(() => hashOf(page)).toBe('#/positions');
  await take(page, `trade ${tradeId}`, `Open trade ${tradeId} · DOT/USDT`);
  await page.getByRole('dialog', { name: `Trade ${tradeId}` }).waitFor();
  await eventually(() => hashOf(page)).toBe(`#/trades?trade=${tradeId}`);
});

test('a waiting order is cancelled, and that is said', async () => {
  const { client } = suite.daemon;
  const { id } = await client.call('orders.place', { pair: 'BTC/USDT', side: 'buy', type: 'limit', amount: '0.01', price: '20000' });
  const page = await suite.open('#/positions');
  await page.getByRole('grid', { name: 'Open orders' }).getByText('BTC/USDT').waitFor();
  await take(page, `cancel ${id}`, `Cancel order: Buy 0.01 BTC/USDT · ${id}`);
  await page.getByText(`Done: Cancel order: Buy 0.01 BTC/USDT · ${id}`).first().waitFor();
  await eventually(async () => (await client.call('orders.get', { id })).state).toBe('cancelled');
});

test('a strategy is switched on and off', async () => {
  const { client } = suite.daemon;
  const enabled = async () => (await client.call('strategies.list', {})).items.find(({ id }) => id === 'grid')?.enabled;
  const { title } = await client.call('strategies.describe', { id: 'grid' });
  await client.call('bot.stop', {});
  const page = await suite.open();
  await take(page, `enable ${title}`, `Enable ${title}`);
  await eventually(enabled).toBe(true);
  await take(page, `disable ${title}`, `Disable ${title}`);
  await eventually(enabled).toBe(false);
});

test('a pair is locked, and unlocked after the question that is asked elsewhere too', async () => {
  const { client } = suite.daemon;
  const locked = async () => (await client.call('markets.locks.list', {})).items.map(({ pair }) => pair);
  const page = await suite.open();
  await page.keyboard.press('Control+k');
  await page.getByRole('option').first().waitFor();
  expect(await page.getByRole('option', { name: 'Lock ETH/USDT' }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await take(page, 'lock ETH', 'Lock ETH/USDT for 1h');
  await eventually(locked).toEqual(['ETH/USDT']);
  await take(page, 'unlock ETH', 'Unlock ETH/USDT');
  const question = page.getByRole('alertdialog', { name: 'Lift the lock: ETH/USDT?' });
  await question.getByRole('button', { name: 'Lift' }).click();
  await eventually(locked).toEqual([]);
});

test('a lock may last longer, and is lifted again where it is told', async () => {
  const { client } = suite.daemon;
  const locks = async () => (await client.call('markets.locks.list', {})).items;
  const page = await suite.open();
  await take(page, 'lock BTC 1d', 'Lock BTC/USDT for 1d');
  await eventually(async () => (await locks()).map(({ pair, since, until }) => [pair, until - since])).toEqual([['BTC/USDT', 86_400_000]]);
  const told = page.getByRole('dialog').filter({ hasText: 'Done: Lock BTC/USDT for 1d' });
  await told.getByRole('button', { name: 'Lift' }).click();
  await eventually(locks).toEqual([]);
  await told.waitFor({ state: 'detached' });
  await page.getByText('Done: Unlock BTC/USDT').first().waitFor();
});

test('a channel is tested', async () => {
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  await suite.daemon.client.call('channels.configure', { id: 'ops', kind: 'webhook', settings: { url }, topics: ['warning'] });
  const page = await suite.open();
  const before = received.length;
  await take(page, 'test ops', 'Send a test to ops');
  await page
    .getByText(/^ops: Arrived in/)
    .first()
    .waitFor();
  expect(received.length).toBe(before + 1);
});

test('the look of this window is changed by name', async () => {
  const page = await suite.open();
  await take(page, 'theme dark', 'Theme: dark');
  await eventually(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
  await take(page, 'tokyo', 'Time zone: Asia/Tokyo');
  await take(page, 'deutsch', 'Language: Deutsch');
  await page.getByRole('main', { name: 'Überblick' }).waitFor();
  await eventually(() => page.evaluate(() => JSON.parse(localStorage.getItem('nightdesk.preferences') ?? '{}').zone)).toBe('Asia/Tokyo');
});

test('nothing of it is asked for before the palette opens', async () => {
  const page = await suite.open();
  const asked: string[] = [];
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      asked.push(JSON.parse(String(message)).method);
      server.send(message);
    });
  });
  await page.reload();
  await page.locator('.desk[data-age="fresh"]').waitFor();
  const wanted = ['strategies.list', 'channels.list', 'markets.locks.list'];
  await page.getByRole('main', { name: 'Overview' }).waitFor();
  expect(asked.filter((method) => wanted.includes(method))).toEqual([]);
  await page.keyboard.press('Control+k');
  await eventually(() => wanted.filter((method) => asked.includes(method))).toEqual(wanted);
});
