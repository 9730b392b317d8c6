import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/console.ts';
import { consoleSuite, eventually, overflowOf } from '../support/console-suite.ts';
import { startDaemon } from '../support/daemon.ts';
import { standStill } from '../support/stand-still.ts';

const CONFIG = JSON.stringify({
  sim: { timeframe: '1s', tickMs: 100 },
  bot: { maxOpenTrades: 20 },
  strategies: {
    'ema-cross': { params: { fast: 2, slow: 4 } },
    'rsi-reversion': { enabled: false },
    grid: { enabled: true, params: { period: 4, spacing: 0.003 } },
  },
});
const suite = consoleSuite(() => startDaemon({ config: CONFIG }));

const card = (page: Page, title: string) => page.getByRole('listitem').filter({ has: page.getByText(title, { exact: true }) });

test('parameters: slips are told at the field, the daemon’s refusal too, and a change is listed', async () => {
  await suite.daemon.client.call('strategies.configure', { id: 'ema-cross', params: { fast: 3 } });
  const page = await suite.open('#/strategies?strategy=ema-cross');
  const form = page.getByRole('form', { name: 'Parameters' });
  const fast = form.getByLabel('Fast EMA', { exact: true });
  const save = form.getByRole('button', { name: 'Save' });
  await fast.fill('900');
  await form.getByText('At most 200').waitFor();
  await eventually(() => save.isDisabled()).toBe(true);
  await fast.fill('30');
  await save.click();
  await agree(page, form.getByRole('alert').getByText('must be less than slow'));
  await eventually(() => fast.getAttribute('aria-invalid')).toBe('true');
  await fast.fill('2');
  await save.click();
  await agree(page, page.getByText('Saved', { exact: true }).first());
  await eventually(async () => (await suite.daemon.client.call('strategies.describe', { id: 'ema-cross' })).params.fast).toBe(2);
  const change = page.getByRole('list', { name: 'What changed' }).getByRole('listitem').first();
  await change.getByText('3 →').waitFor();
  await eventually(() => change.textContent()).toMatch(/Parameters changed.*Fast.*2/s);
});

test('back to the defaults, all at once', async () => {
  const page = await suite.open('#/strategies?strategy=rsi-reversion');
  await suite.daemon.client.call('strategies.configure', { id: 'rsi-reversion', params: { period: 20 } });
  const form = page.getByRole('form', { name: 'Parameters' });
  await eventually(() => form.getByLabel('Period', { exact: true }).inputValue()).toBe('20');
  await form.getByRole('button', { name: 'All to defaults' }).click();
  await form.getByRole('button', { name: 'Save' }).click();
  await eventually(async () => (await suite.daemon.client.call('strategies.describe', { id: 'rsi-reversion' })).params.period).toBe(14);
});

test('off asks where trades are open; on does not', async () => {
  await standStill(suite.daemon.client, ({ strategy }) => strategy === 'grid');
  const page = await suite.open('#/strategies');
  const grid = card(page, 'Grid').getByRole('switch');
  await grid.click();
  const question = page.getByRole('alertdialog', { name: 'Disable Grid?' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await question.waitFor({ state: 'detached' });
  expect(await enabled('grid')).toBe(true);
  await grid.click();
  await question.getByRole('button', { name: 'Disable' }).click();
  await eventually(() => enabled('grid')).toBe(false);
  await eventually(() => grid.getAttribute('aria-checked')).toBe('false');
  await grid.click();
  await eventually(() => enabled('grid')).toBe(true);
});

test('pairs of its own, and all of them again', async () => {
  const page = await suite.open('#/strategies?strategy=rsi-reversion');
  await page.getByLabel('Every pair of the whitelist').uncheck();
  await page.getByLabel('BTC/USDT', { exact: true }).uncheck();
  const pairs = async () => (await suite.daemon.client.call('strategies.describe', { id: 'rsi-reversion' })).pairs;
  await eventually(async () => (await pairs())?.includes('BTC/USDT')).toBe(false);
  await page.getByLabel('Every pair of the whitelist').check();
  await eventually(pairs).toBe(null);
});

const enabled = async (id: string) => (await suite.daemon.client.call('strategies.describe', { id })).enabled;
/** Says yes where that is asked, and waits for what comes of it: whether trades are open when the button is pressed is up to the market. */
async function agree(page: Page, answer: Locator): Promise<void> {
  const yes = page.getByRole('button', { name: 'Change', exact: true });
  await yes.or(answer).first().waitFor();
  if (await yes.isVisible()) await yes.click();
  await answer.waitFor();
}

describe.each(['#/strategies'])('%s', (address) => {
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
