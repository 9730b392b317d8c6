import fs from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Download, Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { accessibilityFaults, CHROMIUM } from '../support/console.ts';
import { consoleSuite, eventually, goTo, hashOf, overflowOf, rowsOf } from '../support/console-suite.ts';
import { startDaemon } from '../support/daemon.ts';
import { standStill } from '../support/stand-still.ts';

/** The grid buys at once, so that there are trades, positions and waiting orders from the first seconds. */
const CONFIG = JSON.stringify({
  sim: { timeframe: '1s', tickMs: 100 },
  bot: { maxOpenTrades: 60, stake: { kind: 'fixed', value: '40' } },
  risk: { maxOrdersPerMinute: null },
  strategies: {
    'ema-cross': { params: { fast: 2, slow: 4 } },
    'rsi-reversion': { enabled: false },
    grid: { enabled: true, params: { period: 4, spacing: 0.003 } },
  },
});

const suite = consoleSuite(() => startDaemon({ config: CONFIG }));

beforeEach(async () => {
  if (CHROMIUM === undefined) return;
  const { client } = suite.daemon;
  if ((await client.call('bot.status', {})).state !== 'running') await client.call('bot.start', {});
  await eventually(async () => (await client.call('positions.list', {})).items.length, 60_000).toBeGreaterThan(0);
});

const legend = (page: Page, name: string) => page.locator('.legend dl div', { has: page.getByText(name, { exact: true }) }).locator('[data-copy]');

describe('market', () => {
  test('pairs are gone through by keyboard; the chart and the address follow', async () => {
    const page = await suite.open('#/market');
    await page.getByRole('link', { name: 'Market', exact: true }).waitFor();
    await rowsOf(page, 'Pairs').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const [, , third] = await rowsOf(page, 'Pairs').all();
    const pair = await third!.locator('strong').textContent();
    await eventually(() => third!.getAttribute('aria-selected')).toBe('true');
    await page.getByRole('heading', { name: pair!, exact: true }).waitFor();
    await eventually(() => hashOf(page)).toBe(`#/market?pair=${pair}`);
    await page.reload();
    await page.getByRole('heading', { name: pair!, exact: true }).waitFor();
  });

  test('candles come with the lines of the strategy chosen, and the crosshair tells their figures', async () => {
    const page = await suite.open('#/market?pair=BTC/USDT');
    const chart = page.getByRole('region', { name: /^Chart/ });
    await chart.locator('canvas').first().waitFor();
    await page.getByText('EMA 2', { exact: true }).waitFor();
    await page.getByText('EMA 4', { exact: true }).waitFor();
    await page.getByRole('combobox', { name: 'Lines of a strategy' }).selectOption({ label: 'RSI reversion' });
    await page.getByText('RSI 14', { exact: true }).waitFor();
    await chart.focus();
    await page.keyboard.press('PageUp');
    await eventually(async () => (await legend(page, 'RSI 14').textContent())?.trim()).toMatch(/^\d+\.\d$/);
    const shown = () => page.locator('.legend dl [data-copy]').evaluateAll((all) => all.slice(0, 5).map((one) => one.getAttribute('data-copy')));
    const told = async ([time]: readonly (string | null)[]) => {
      const { items } = await suite.daemon.client.call('markets.candles', { pair: 'BTC/USDT', limit: 600 });
      return items.map(({ ts, open, high, low, close }) => [new Date(ts).toISOString(), open, high, low, close]).find(([ts]) => ts === time);
    };
    await eventually(async () => {
      const figures = await shown();
      return [figures, await told(figures)];
    }).toSatisfy(([onPage, inBooks]) => isDeepStrictEqual(onPage, inBooks));
  });

  test('another timeframe, with a word on why the lines are gone', async () => {
    const page = await suite.open('#/market?pair=ETH/USDT');
    await page.getByRole('group', { name: 'Timeframe' }).getByRole('button', { name: '1m' }).click();
    await page.getByText('The strategy goes by 1s candles').waitFor();
    await eventually(() => hashOf(page)).toBe('#/market?pair=ETH/USDT&timeframe=1m');
  });

  test('older candles are loaded where the past begins', async () => {
    const page = await suite.open('#/market?pair=ETH/USDT');
    const chart = page.getByRole('region', { name: /^Chart/ });
    await page.getByText('EMA 2', { exact: true }).waitFor();
    const shown = async () => Date.parse((await page.locator('.legend time').getAttribute('data-copy')) ?? '');
    await chart.focus();
    await page.keyboard.press('Home');
    const first = await shown();
    await eventually(async () => {
      await page.keyboard.press('Home');
      return shown();
    }).toBeLessThan(first);
  });

  test('a pair is taken off the blacklist and put on it', async () => {
    const page = await suite.open('#/market?pair=XRP/USDT');
    const toggle = page.getByRole('button', { name: 'No entries in XRP/USDT (blacklist)' });
    await toggle.click();
    await eventually(async () => (await suite.daemon.client.call('markets.blacklist.get', {})).items).toContain('XRP/USDT');
    await eventually(() => toggle.getAttribute('aria-pressed')).toBe('true');
    await toggle.click();
    await eventually(async () => (await suite.daemon.client.call('markets.blacklist.get', {})).items).not.toContain('XRP/USDT');
    const listed = page.getByRole('button', { name: 'Trade XRP/USDT (whitelist)' });
    await listed.click();
    await eventually(async () => (await suite.daemon.client.call('markets.whitelist', {})).items).not.toContain('XRP/USDT');
    await eventually(() => listed.getAttribute('aria-pressed')).toBe('false');
    await listed.click();
    await eventually(async () => (await suite.daemon.client.call('markets.whitelist', {})).items).toContain('XRP/USDT');
  });
});

describe('positions and orders', () => {
  test('an order is judged while it is typed, placed, listed, and cancelled', async () => {
    const page = await suite.open('#/positions?pair=LTC/USDT');
    const ticket = page.getByRole('form', { name: 'Place an order' });
    await ticket.getByRole('button', { name: 'Limit' }).click();
    await ticket.getByRole('textbox', { name: 'Amount' }).fill('0.0000001');
    await ticket.getByRole('textbox', { name: 'Price' }).fill('40');
    await ticket.getByText('amounts of LTC/USDT are multiples of').waitFor();
    await eventually(() => ticket.getByRole('button', { name: /^Buy/ }).last().isDisabled()).toBe(true);
    await ticket.getByRole('textbox', { name: 'Amount' }).fill('0,5');
    await ticket.getByText('Would be accepted').waitFor();
    await ticket.getByRole('button', { name: 'Buy 0.5 LTC' }).click();
    await page
      .getByText(/^Order o_\d+ is placed$/)
      .first()
      .waitFor();
    const { items } = await suite.daemon.client.call('orders.list', { state: 'active', pair: 'LTC/USDT' });
    const order = items.find((one) => one.strategy === null)!;
    expect(order).toMatchObject({ side: 'buy', type: 'limit', amount: '0.5', price: '40' });
    await page
      .getByRole('grid', { name: 'Open orders' })
      .getByRole('button', { name: `Cancel order ${order.id} in LTC/USDT` })
      .click();
    await eventually(async () => (await suite.daemon.client.call('orders.get', { id: order.id })).state).toBe('cancelled');
    await rowsOf(page, 'Order history').filter({ hasText: 'LTC/USDT' }).filter({ hasText: 'cancelled' }).first().waitFor();
  });

  test('the risk verdict is the one that placing would meet', async () => {
    const page = await suite.open('#/positions?pair=BTC/USDT');
    const ticket = page.getByRole('form', { name: 'Place an order' });
    await ticket.getByRole('textbox', { name: 'Amount' }).fill('50');
    const preview = await suite.daemon.client.call('orders.preview', { pair: 'BTC/USDT', side: 'buy', type: 'market', amount: '50' });
    expect(preview.ok).toBe(false);
    expect(preview.problems.map((problem) => problem.kind)).toContain('insufficient_funds');
    await ticket.getByText(/needs .* USDT with fees/).waitFor();
    const refusal = await suite.daemon.client
      .call('orders.place', { pair: 'BTC/USDT', side: 'buy', type: 'market', amount: '50' })
      .catch((error: unknown) => error);
    expect((refusal as { kind: string }).kind).toBe(preview.problems[0]!.kind);
  });

  test('a lost answer is said to be unknown, and asking again places nothing twice', async () => {
    const page = await suite.open();
    let dropped = 0;
    await page.routeWebSocket(/\/ws$/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        server.send(message);
        if (!String(message).includes('"orders.place"') || dropped > 0) return;
        dropped += 1;
        server.onMessage(() => {});
        setTimeout(() => socket.close({ code: 4000 }), 300);
      });
    });
    await page.reload();
    await goTo(page, '#/positions?pair=ETH/USDT');
    const ticket = page.getByRole('form', { name: 'Place an order' });
    await ticket.getByRole('button', { name: 'Limit' }).click();
    await ticket.getByRole('textbox', { name: 'Price' }).fill('1000');
    await ticket.getByRole('textbox', { name: 'Amount' }).fill('0.1');
    await ticket.getByRole('button', { name: 'Buy 0.1 ETH' }).click();
    await ticket.getByText('Outcome unknown').waitFor();
    await page.locator('.desk[data-age="fresh"]').waitFor();
    await ticket.getByRole('button', { name: /^Ask again/ }).click();
    await page
      .getByText(/^Order o_\d+ is placed$/)
      .first()
      .waitFor();
    const { items } = await suite.daemon.client.call('orders.list', { state: 'active', pair: 'ETH/USDT' });
    expect(items.filter((order) => order.strategy === null)).toHaveLength(1);
    await page.getByRole('button', { name: 'Cancel all' }).click();
    await eventually(async () =>
      (await suite.daemon.client.call('orders.list', { state: 'active', pair: 'ETH/USDT' })).items.filter((order) => order.strategy === null),
    ).toEqual([]);
  });

  test('a position is sold in part, with what it brings in said before', async () => {
    await suite.daemon.client.call('orders.place', { pair: 'DOT/USDT', side: 'buy', type: 'market', amount: '20' });
    const byHand = async () => (await suite.daemon.client.call('positions.list', {})).items.find((one) => one.strategy === null && one.pair === 'DOT/USDT');
    await eventually(byHand).toBeDefined();
    const { tradeId } = (await byHand())!;
    const page = await suite.open('#/positions');
    await rowsOf(page, 'Open positions')
      .filter({ hasText: 'DOT/USDT' })
      .filter({ hasText: 'by hand' })
      .getByRole('button', { name: 'Sell DOT/USDT at the market' })
      .click();
    const dialog = page.getByRole('dialog', { name: 'Sell DOT/USDT' });
    await dialog.getByRole('textbox', { name: 'Amount' }).fill('500');
    await dialog.getByText('Only 20 DOT is held.').waitFor();
    await dialog.getByRole('slider', { name: 'Share of the position' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('End');
    await eventually(() => dialog.getByRole('textbox', { name: 'Amount' }).inputValue()).toBe('20');
    await dialog.getByRole('button', { name: '50 %' }).click();
    await dialog.getByText('After the fee').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Sell 10 DOT' }).click();
    await dialog.waitFor({ state: 'detached' });
    await eventually(async () => Number((await suite.daemon.client.call('trades.get', { id: tradeId })).amount)).toBe(10);
  });

  test('to sell everything is asked about first', async () => {
    const page = await suite.open('#/positions');
    await page.getByRole('button', { name: 'Sell everything' }).click();
    const question = page.getByRole('alertdialog', { name: 'Sell everything?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
    expect((await suite.daemon.client.call('positions.list', {})).items.length).toBeGreaterThan(0);
  });
});

describe('trades', () => {
  test('the filter narrows, lives in the address, and can be cleared', async () => {
    await eventually(async () => (await suite.daemon.client.call('trades.list', { strategy: 'ema-cross' })).items.length, 60_000).toBeGreaterThan(0);
    const page = await suite.open('#/trades');
    await rowsOf(page, 'Trades').first().waitFor();
    await page.getByRole('combobox', { name: 'Strategy' }).selectOption('ema-cross');
    await eventually(async () => new Set(await rowsOf(page, 'Trades').locator('[data-column="strategy"]').allTextContents())).toEqual(new Set(['ema-cross']));
    await page.getByRole('searchbox', { name: 'Id, tag or reason' }).fill('no such thing');
    await page.getByText('No trade matches').waitFor();
    await eventually(() => hashOf(page)).toBe('#/trades?strategy=ema-cross&text=no+such+thing');
    await page.reload();
    await page.getByText('No trade matches').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await rowsOf(page, 'Trades').filter({ hasText: 'grid' }).first().waitFor();
    await eventually(() => hashOf(page)).toBe('#/trades');
  });

  test('an open trade says what selling it now would bring', async () => {
    const [held] = await standStill(suite.daemon.client);
    const page = await suite.open(`#/trades?trade=${held!.tradeId}`);
    const drawer = page.getByRole('dialog', { name: `Trade ${held!.tradeId}` });
    await drawer
      .locator('div', { has: page.getByText('Profit if sold now, USDT', { exact: true }) })
      .getByText('%')
      .first()
      .waitFor();
  });

  test('a trade opens by keyboard with all that happened, and leads to its place on the chart', async () => {
    const page = await suite.open('#/trades');
    const { items } = await suite.daemon.client.call('trades.list', { limit: 1000 });
    // The newest id is no part of another one.
    const { id, pair, openedAt } = items[0]!;
    await page.getByRole('searchbox').fill(id);
    await eventually(() => rowsOf(page, 'Trades').count()).toBe(1);
    await rowsOf(page, 'Trades').getByText(id, { exact: true }).waitFor();
    await page.getByRole('grid', { name: 'Trades' }).locator('td[tabindex="0"]').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog', { name: `Trade ${id}` });
    const trade = await suite.daemon.client.call('trades.get', { id });
    await drawer.getByText(trade.orders[0]!.id).first().waitFor();
    await eventually(() => drawer.getByRole('listitem').count()).toBeGreaterThanOrEqual(trade.orders.length);
    expect(await accessibilityFaults(page)).toEqual([]);
    await drawer.getByRole('link', { name: 'Show on the chart' }).click();
    await page.getByRole('heading', { name: pair, exact: true }).waitFor();
    await eventually(() => hashOf(page)).toContain(`at=${openedAt}`);
  });

  test('a trade is deleted from its drawer after a question, and taken back', async () => {
    const page = await suite.open('#/trades');
    const { client } = suite.daemon;
    await client.call('bot.pause', {});
    const { tradeId: id } = await client.call('positions.open', { pair: 'BTC/USDT', tag: 'by hand' });
    const stateOf = async () => (await client.call('trades.get', { id: id! })).state;
    await eventually(stateOf).toBe('open');
    await goTo(page, `#/trades?trade=${id}`);
    const drawer = page.getByRole('dialog', { name: `Trade ${id}` });
    const row = page.locator('.virtual tbody tr').filter({ has: page.getByText(id!, { exact: true }) });
    await row.waitFor();
    await drawer.getByRole('button', { name: 'Delete' }).click();
    const question = page.getByRole('alertdialog');
    await question.getByText('Nothing is sold').waitFor();
    await question.getByRole('button', { name: 'Delete' }).click();
    await drawer.getByText('Taken out of the books').waitFor();
    await eventually(stateOf).toBe('deleted');
    await row.waitFor({ state: 'detached' });
    await drawer.getByRole('button', { name: 'Take back' }).click();
    await drawer.getByRole('button', { name: 'Delete' }).waitFor();
    await eventually(stateOf).toBe('open');
    await row.waitFor();
  });

  test.each(['csv', 'json'] as const)('what the filter picks is saved as %s', async (format) => {
    const page = await suite.open('#/trades?strategy=grid');
    await suite.daemon.client.call('bot.stop', {});
    // An entry that is cancelled only afterwards would be in the file, and not among the trades.
    await eventually(async () =>
      (await suite.daemon.client.call('orders.list', { state: 'active' })).items.filter(({ strategy, side }) => strategy === 'grid' && side === 'buy'),
    ).toEqual([]);
    await page.getByRole('button', { name: 'Export' }).click();
    const saving = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: format.toUpperCase() }).click();
    const text = await read(await saving);
    const { items } = await suite.daemon.client.call('trades.list', { strategy: 'grid', limit: 1000 });
    const ids = items
      .filter((trade) => trade.state !== 'cancelled')
      .map((trade) => trade.id)
      .reverse();
    if (format === 'json') expect((JSON.parse(text) as { id: string }[]).map((trade) => trade.id)).toEqual(ids);
    else
      expect(
        text
          .trim()
          .split('\r\n')
          .map((line) => line.split(',')[0]),
      ).toEqual(['id', ...ids]);
  });
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test.each(['market', 'positions', 'trades'])('axe finds nothing wrong with %s', async (name) => {
    const page = await suite.open(`#/${name}`, { colorScheme });
    await page.getByRole('grid').first().waitFor();
    if (name === 'market') await page.locator('.chart canvas').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

test.each(['market', 'positions', 'trades'])('%s spills over no side at 900×600, and on a phone', async (name) => {
  for (const viewport of [
    { width: 900, height: 600 },
    { width: 390, height: 844 },
  ]) {
    const page = await suite.open(`#/${name}`, { viewport });
    await page.getByRole('grid').first().waitFor();
    await eventually(() => overflowOf(page)).toEqual([0, 0]);
  }
});

async function read(download: Download): Promise<string> {
  return fs.readFileSync(await download.path(), 'utf8');
}
