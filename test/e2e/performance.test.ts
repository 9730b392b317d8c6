import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults, CHROMIUM } from '../support/console.ts';
import { consoleSuite, copiedIn, eventually, hashOf, overflowOf, rowsOf } from '../support/console-suite.ts';
import { startDaemon } from '../support/daemon.ts';

const suite = consoleSuite(() => startDaemon({ config: JSON.stringify({ strategies: { grid: { enabled: false } } }) }));

/** Forty days of candles that swing, so that each day has trades. */
function recording(folder: string): string {
  const file = path.join(folder, 'ETH_BTC-5m.csv');
  const price = (index: number) => 0.09 + 0.004 * Math.sin(index / 9) + 0.001 * Math.sin(index / 2.3);
  const line = (index: number) => {
    const [first, last] = [price(index), price(index + 1)];
    const figures = [first, Math.max(first, last) * 1.0004, Math.min(first, last) * 0.9996, last, 1000];
    return `${Date.UTC(2018, 0, 10) + index * 300_000},${figures.map((figure) => figure.toFixed(8)).join(',')}`;
  };
  fs.writeFileSync(file, `time_ms,open,high,low,close,volume\n${Array.from({ length: 11_000 }, (_, index) => line(index)).join('\n')}\n`);
  return file;
}

const account = 'replay-1';

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  await suite.daemon.client.call('replay.start', { file: recording(suite.daemon.home), pair: 'ETH/BTC', timeframe: '5m', strategy: 'ema-cross', speed: 'max' });
  const { resolve, promise } = Promise.withResolvers<void>();
  const stream = suite.daemon.client.subscribe(
    { topics: ['replay.state'], since: 0 },
    { onEvent: ({ data }) => (data as { state: string }).state === 'done' && resolve() },
  );
  await promise;
  stream.close();
});

test('a replay that is over says so, with its figures, and nothing to press', async () => {
  const page = await suite.open(`#/overview?account=${account}`);
  await page.locator('.state .header-main', { hasText: 'Replay ended' }).waitFor();
  await page.getByText('A replay that is over trades no more').waitFor();
  const { equity } = await suite.daemon.client.call('performance.summary', { account });
  await page.locator(`.figures [data-copy="${equity}"]`).waitFor();
  for (const button of await page.getByRole('group', { name: 'Control of the bot' }).getByRole('button').all()) {
    await eventually(() => button.isDisabled()).toBe(true);
  }
  expect(await accessibilityFaults(page)).toEqual([]);
});

test('the figures are those of the daemon, and each says what it means', async () => {
  const page = await suite.open(`#/performance?account=${account}`);
  const summary = await suite.daemon.client.call('performance.summary', { account });
  const figure = (name: string) => page.locator('.figure', { has: page.getByText(name, { exact: true }) }).getByRole('button');
  await eventually(() => figure('Profit').getAttribute('data-copy')).toBe(summary.profit);
  await eventually(() => figure('Closed trades').getAttribute('data-copy')).toBe(String(summary.trades));
  await figure('Win rate').focus();
  await page.getByText('Share of the closed trades that earned something after fees.').waitFor();
  await figure('Fees').click();
  await eventually(() => copiedIn(page)).toBe(summary.fees);
});

test('the curve follows the range, which the address keeps', async () => {
  const page = await suite.open(`#/performance?account=${account}`);
  await page.getByRole('img', { name: /Curve of equity/ }).waitFor();
  await page.getByRole('button', { name: '30 d' }).click();
  await eventually(() => hashOf(page)).toContain('range=month');
  const days = await suite.daemon.client.call('performance.summary', { account, days: 30 });
  await eventually(() =>
    page
      .locator('.figure', { has: page.getByText('Fees', { exact: true }) })
      .getByRole('button')
      .getAttribute('data-copy'),
  ).toBe(days.fees);
});

test('the calendar is turned, walked by keyboard, and copied from', async () => {
  const page = await suite.open(`#/performance?account=${account}`);
  await page.getByRole('grid', { name: 'Profit by day, February 2018' }).waitFor();
  await page.getByRole('button', { name: 'Earlier month' }).click();
  const calendar = page.getByRole('grid', { name: 'Profit by day, January 2018' });
  const { items } = await suite.daemon.client.call('performance.periods', { account, unit: 'day', count: 60 });
  const day = items.find(({ start }) => start === Date.UTC(2018, 0, 22))!;
  await calendar.locator('.day-profit').first().waitFor();
  await calendar.locator('td[tabindex="0"]').focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  await eventually(() => page.locator('td:focus .day-number').textContent()).toBe('22');
  await eventually(() => copiedIn(page)).toBe(day.profit);
  await eventually(() => page.locator('td:focus').getAttribute('data-tone')).toBe(day.profit.startsWith('-') ? 'loss' : 'gain');
  await eventually(() => page.locator('td:focus .day-profit').textContent()).toMatch(/^[+−]/);
});

test.each([
  ['Pair', 'ETH/BTC'],
  ['Strategy', 'ema-cross'],
  ['Entry tag', 'ema cross'],
  ['Month', 'February 2018'],
])('closed trades by %s', async (by, first) => {
  const page = await suite.open(`#/performance?account=${account}`);
  await page.getByRole('group', { name: 'Grouped by' }).getByRole('button', { name: by, exact: true }).click();
  await rowsOf(page, 'Closed trades').first().getByText(first, { exact: true }).waitFor();
});

describe.each(['#/performance', '#/performance?account=replay-1'])('%s', (address) => {
  test.each(['light', 'dark'] as const)('axe finds nothing wrong in the %s theme', async (colorScheme) => {
    const page = await suite.open(address, { colorScheme });
    await page.locator('.panel').nth(1).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('nothing spills over the side at 900×600 and on a phone', async () => {
    const page = await suite.open(address, { viewport: { width: 900, height: 600 } });
    for (const viewport of [
      { width: 900, height: 600 },
      { width: 390, height: 844 },
    ]) {
      await page.setViewportSize(viewport);
      await page.locator('.panel').nth(1).waitFor();
      await eventually(() => overflowOf(page)).toEqual([0, 0]);
    }
  });
});

test('in German as well', async () => {
  const page = await suite.open('#/performance', { locale: 'de-DE' });
  await page.getByRole('heading', { name: 'Tagesgewinn' }).waitFor();
});
