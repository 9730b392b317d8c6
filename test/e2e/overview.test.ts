import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import zlib from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessibilityFaults, buildConsole, CHROMIUM, freePort, launchBrowser, NO_CHROMIUM, type OpenConsole, openConsole } from '../support/console.ts';
import { copiedIn, eventually, overflowOf } from '../support/console-suite.ts';
import { makeHome, type RunningDaemon, startDaemon } from '../support/daemon.ts';
import { ROOT } from '../support/entry.ts';
import { standStill } from '../support/stand-still.ts';

/** A market that moves fast enough to be watched, and a strategy that seldom waits. */
const CONFIG = JSON.stringify({
  sim: { timeframe: '1s', tickMs: 100 },
  strategies: { 'ema-cross': { params: { fast: 2, slow: 4 } }, 'rsi-reversion': { enabled: false }, grid: { enabled: false } },
});

let browser: Browser;
let daemon: RunningDaemon;
let home: string;
let env: Record<string, string>;
let opened: OpenConsole[] = [];

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  buildConsole();
  home = makeHome();
  env = { NIGHTDESK__CONSOLE__PORT: String(await freePort()) };
  [browser, daemon] = await Promise.all([launchBrowser(), startDaemon({ home, env, config: CONFIG })]);
});

afterAll(async () => {
  await browser?.close();
  await daemon?.stop();
  if (home !== undefined) fs.rmSync(home, { recursive: true, force: true });
});

afterEach(async () => {
  const complaints = opened.flatMap((one) => one.complaints);
  for (const { page } of opened) await page.context().close();
  opened = [];
  expect(complaints).toEqual([]);
});

async function open(options = {}): Promise<Page> {
  const one = await openConsole(browser, daemon, options);
  opened.push(one);
  return one.page;
}

/** How many trades the page lists. */
const LISTED = 30;

const state = async () => (await daemon.client.call('bot.status', {})).state;
const shown = (page: Page, text: string) => page.locator('.state .header-main', { hasText: text }).waitFor();
const button = (page: Page, name: string | RegExp) => page.getByRole('group', { name: 'Control of the bot' }).getByRole('button', { name });
const rows = (page: Page, grid: string) => page.getByRole('grid', { name: grid }).locator('tbody tr');

/** Brings the desk to running, whatever the test before left it in. */
async function run(): Promise<void> {
  if ((await state()) === 'panicked') await daemon.client.callConfirmed('bot.rearm', {});
  await daemon.client.call('bot.start', {});
}

/** Waits until the desk holds something. */
async function positionHeld(): Promise<void> {
  await eventually(async () => (await daemon.client.call('positions.list', {})).items.length, 60_000).toBeGreaterThan(0);
}

beforeEach((ctx) => {
  if (CHROMIUM === undefined) ctx.skip(NO_CHROMIUM);
});

describe('overview in a browser', () => {
  test('a one-time link lets one browser in', async () => {
    const { url } = await daemon.client.call('session.link', {});
    const [first, second] = await Promise.all([browser.newPage(), browser.newPage()]);
    await first.goto(url);
    await first.getByRole('main', { name: 'Overview' }).waitFor();
    await second.goto(url);
    await second.getByRole('heading', { name: 'This link is used or too old' }).waitFor();
    await Promise.all([first.context().close(), second.context().close()]);
  });

  test('the first paper trade appears, and the page says the same as the daemon', async () => {
    const page = await open();
    await page.getByRole('button', { name: /^PAPER paper/ }).waitFor();
    await shown(page, 'Running');
    await rows(page, 'Last trades').first().waitFor({ timeout: 60_000 });
    const { items } = await daemon.client.call('trades.list', { limit: 1 });
    await page.getByRole('grid', { name: 'Last trades' }).getByText(items[0]!.pair, { exact: true }).first().waitFor();
    await page.getByText('Is it trading?').waitFor();
  });

  test('pause, resume, stop and start', async () => {
    await run();
    const page = await open();
    await button(page, 'Pause').click();
    await shown(page, 'Paused');
    await eventually(state).toBe('paused');
    await page.getByText('Why is it not trading?').waitFor();
    await page.locator('.panel-why').getByRole('button', { name: 'Resume' }).click();
    await shown(page, 'Running');
    await eventually(state).toBe('running');
    await button(page, 'Stop').click();
    await shown(page, 'Stopped');
    await eventually(state).toBe('stopped');
    await button(page, 'Start').click();
    await eventually(state).toBe('running');
  });

  test('what another client does is shown at once', async () => {
    await run();
    const page = await open();
    await daemon.client.call('bot.pause', {});
    await shown(page, 'Paused');
    await daemon.client.call('bot.resume', {});
    await shown(page, 'Running');
  });

  test('panic by keyboard alone, lifted after a question', async () => {
    await run();
    const page = await open();
    await shown(page, 'Running');
    await page.keyboard.press('Shift+X');
    await page.locator('[role="menuitem"]:focus').getByText('Cancel all orders and halt').waitFor();
    await page.keyboard.press('Enter');
    await shown(page, 'Panicked');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await eventually(state).toBe('panicked');
    await page.keyboard.press('s');
    const dialog = page.getByRole('alertdialog', { name: 'Lift the panic?' });
    await dialog.locator(':focus').waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(await state()).toBe('panicked');
    await page.keyboard.press('s');
    await dialog.locator(':focus').waitFor();
    await page.keyboard.press('Tab');
    await dialog.getByRole('button', { name: 'Rearm' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await shown(page, 'Stopped');
    await eventually(state).toBe('stopped');
  });

  test('selling everything asks first; a no leaves all as it is', async () => {
    await run();
    await positionHeld();
    const page = await open();
    await button(page, 'Panic').click();
    await page.getByRole('menuitem', { name: /sell everything/ }).click();
    const question = page.getByRole('alertdialog', { name: 'Sell every position?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
    expect(await state()).toBe('running');
    await button(page, 'Panic').click();
    await page.getByRole('menuitem', { name: /sell everything/ }).click();
    await page.getByRole('button', { name: 'Sell everything' }).click();
    await shown(page, 'Panicked');
    await page.getByText('No open positions').waitFor();
    expect((await daemon.client.call('positions.list', {})).items).toEqual([]);
  });

  test('a position is closed from its row, after a question', async () => {
    await run();
    const items = await standStill(daemon.client);
    const page = await open();
    const { pair, tradeId, amount } = items.at(-1)!;
    await page
      .getByRole('button', { name: `Sell ${pair} at the market` })
      .last()
      .click();
    await page
      .getByRole('alertdialog', { name: `Sell ${amount} ${pair}?` })
      .getByRole('button', { name: 'Sell' })
      .click();
    await eventually(async () => (await daemon.client.call('trades.get', { id: tradeId })).state).toBe('closed');
    await eventually(() => rows(page, 'Open positions').count()).toBe(items.length - 1);
  });

  test('a press that nothing confirms is taken back and said', async () => {
    await run();
    const held: string[] = [];
    const one = await openConsole(browser, daemon);
    await one.page.routeWebSocket(/\/ws$/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        if (String(message).includes('bot.pause')) held.push(String(message));
        else server.send(message);
      });
    });
    opened.push(one);
    const { page } = one;
    await page.reload();
    await shown(page, 'Running');
    await button(page, 'Pause').click();
    await shown(page, 'Paused');
    await page.getByText('Not confirmed within 3 seconds').first().waitFor();
    await shown(page, 'Running');
    expect(held).toHaveLength(1);
    expect(await state()).toBe('running');
  });

  test('the daemon killed: the page dims and says so; back again: nothing is missing', async () => {
    await run();
    const page = await open();
    await rows(page, 'Last trades').first().waitFor({ timeout: 60_000 });
    await daemon.kill();
    await page.locator('.desk[data-age="disconnected"]').waitFor();
    await page.getByText('Not connected').first().waitFor();
    await eventually(() => button(page, 'Pause').isDisabled()).toBe(true);
    daemon.client.close();
    daemon = await startDaemon({ home, env });
    await page.locator('.desk[data-age="fresh"]').waitFor();
    await daemon.client.call('bot.pause', {});
    await shown(page, 'Paused');
    const pairs = async () => (await rows(page, 'Last trades').locator('td[data-column="pair"]').allInnerTexts()).sort();
    const known = async () => (await daemon.client.call('trades.list', { limit: LISTED })).items.map(({ pair }) => pair).sort();
    await eventually(async () => [await pairs(), await known()]).toSatisfy(([onPage, inBooks]) => isDeepStrictEqual(onPage, inBooks));
    await page.getByRole('button', { name: /problems? unread/ }).click();
    await page.getByText('Restarted after a crash').first().waitFor();
  });

  test('a replay is offered and followed live', async () => {
    await run();
    const page = await open();
    await daemon.client.call('replay.start', { file: recording(home), pair: 'ETH/BTC', timeframe: '5m', strategy: 'ema-cross', speed: 6000 });
    await page.getByRole('link', { name: 'Follow' }).click();
    await page.getByRole('button', { name: /^REPLAY replay-1/ }).waitFor();
    await page.locator('.desk[data-kind="replay"]').waitFor();
    await rows(page, 'Market').getByText('ETH/BTC').waitFor();
    await rows(page, 'Last trades').first().waitFor({ timeout: 60_000 });
    expect(new URL(page.url()).hash).toBe('#/overview?account=replay-1');
    await page.reload();
    await page.getByRole('button', { name: /^REPLAY replay-1/ }).waitFor();
    await page.getByRole('link', { name: 'Back to the desk' }).click();
    await page.locator('.desk[data-kind="paper"]').waitFor();
    await daemon.client.call('replay.stop', { account: 'replay-1' });
  });

  test.each(['light', 'dark'] as const)('axe finds nothing wrong in the %s theme: page, menu, dialog, sheet, without connection', async (colorScheme) => {
    await run();
    const page = await open({ colorScheme });
    await page.locator('.chart canvas').first().waitFor({ timeout: 60_000 });
    expect(await accessibilityFaults(page)).toEqual([]);
    for (const key of ['a', 'n', 'Shift+X', '?']) {
      await page.keyboard.press(key);
      const popup = '.menu, .popover, .dialog';
      await page.locator(popup).first().waitFor();
      expect(await accessibilityFaults(page, popup)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator(popup).first().waitFor({ state: 'detached' });
    }
    await page.context().setOffline(true);
    await page.evaluate(() => document.querySelector('.desk')?.setAttribute('data-age', 'disconnected'));
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('by keyboard: into a table, from cell to cell, the exact figure copied', async () => {
    await run();
    const page = await open();
    await rows(page, 'Market').first().waitFor();
    await daemon.client.call('bot.pause', {});
    await page.getByRole('grid', { name: 'Market' }).locator('td[tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    const focused = page.locator('td:focus');
    await eventually(() => focused.getAttribute('data-column')).toBe('last');
    // The price goes on meanwhile: it is read and copied until there was no tick in between.
    await eventually(async () => {
      const exact = await focused.locator('[data-copy]').getAttribute('data-copy');
      await page.keyboard.press('Enter');
      return (await copiedIn(page)) === exact;
    }).toBe(true);
    await page
      .getByText(/^Copied /)
      .first()
      .waitFor();
  });

  test.each([
    [900, 600],
    [390, 844],
  ])('at %i×%i nothing spills over the side, and the verbs can be reached', async (width, height) => {
    await run();
    const page = await open({ viewport: { width, height } });
    await eventually(() => overflowOf(page)).toEqual([0, 0]);
    for (const name of ['Pause', 'Stop', 'Panic']) await eventually(() => button(page, name).isVisible()).toBe(true);
    await button(page, 'Pause').click();
    await eventually(state).toBe('paused');
  });

  test('another language, on demand', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Sprache: Deutsch' }).click();
    await page.getByRole('heading', { name: 'Offene Positionen' }).waitFor();
    await eventually(() => page.locator('html').getAttribute('lang')).toBe('de');
  });

  test('a revoked browser is told how to come back', async () => {
    const page = await open();
    const { items } = await daemon.client.call('tokens.list', {});
    for (const { id, kind } of items) if (kind === 'browser') await daemon.client.call('tokens.revoke', { id });
    await page.getByRole('heading', { name: 'This browser is not logged in' }).waitFor();
    await page.getByRole('button', { name: 'npx nightdesk up' }).waitFor();
  });

  test('the first script is small, and holds no validator', () => {
    const folder = path.join(ROOT, 'out/renderer');
    const html = fs.readFileSync(path.join(folder, 'index.html'), 'utf8');
    const names = new Set([...html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map((match) => match[1]!));
    const scripts = [...names].map((name) => fs.readFileSync(path.join(folder, name)));
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.reduce((sum, script) => sum + zlib.gzipSync(script).length, 0)).toBeLessThan(300_000);
    expect(scripts.some((script) => script.includes('ZodError'))).toBe(false);
  });
});

/** Candles that swing, so that averages cross: an hour of it in ten, for two days. */
function recording(folder: string): string {
  const file = path.join(folder, 'ETH_BTC-5m.csv');
  const price = (index: number) => 0.09 + 0.004 * Math.sin(index / 9) + 0.001 * Math.sin(index / 2.3);
  const line = (index: number) => {
    const [open, close] = [price(index), price(index + 1)];
    const figures = [open, Math.max(open, close) * 1.0004, Math.min(open, close) * 0.9996, close, 1000];
    return `${Date.UTC(2018, 0, 10) + index * 300_000},${figures.map((figure) => figure.toFixed(8)).join(',')}`;
  };
  fs.writeFileSync(file, `time_ms,open,high,low,close,volume\n${Array.from({ length: 4000 }, (_, index) => line(index)).join('\n')}\n`);
  return file;
}
