import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { accessibilityFaults, buildConsole, CHROMIUM, launchBrowser, NO_CHROMIUM, openConsole } from '../support/console.ts';
import { eventually } from '../support/console-suite.ts';
import { type RunningDaemon, startDaemon } from '../support/daemon.ts';
import { address, post, QUIET_DESK } from '../support/signals.ts';

let browser: Browser;
let daemon: RunningDaemon;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  buildConsole();
  [browser, daemon] = await Promise.all([launchBrowser(), startDaemon({ config: QUIET_DESK })]);
  await address(daemon);
});

afterAll(async () => {
  await browser?.close();
  await daemon?.stop();
});

beforeEach((ctx) => {
  if (CHROMIUM === undefined) ctx.skip(NO_CHROMIUM);
});

test('a hook is made, its message pasted, an alert comes in, and all of it can be seen and taken back', async () => {
  const { page, complaints } = await openConsole(browser, daemon);
  await page.getByRole('link', { name: 'Signals' }).click();
  await page.getByText('No hooks yet').waitFor();
  await page.getByRole('button', { name: 'New hook' }).click();

  const form = page.getByRole('form', { name: 'New hook' });
  const name = form.getByRole('textbox', { name: 'Name', exact: true });
  await name.fill('Break Out');
  await form.getByText('A small letter first').waitFor();
  await name.fill('breakout');
  await eventually(() => form.getByRole('checkbox', { name: 'Sell' }).isChecked()).toBe(true);
  await form.getByText('more settings').click();
  const sources = form.getByRole('textbox', { name: 'Sources' });
  await sources.fill('nowhere');
  await sources.press('Enter');
  await form.getByRole('button', { name: 'Make the hook' }).click();
  await form.getByText('expected an address').first().waitFor();
  await form.getByRole('button', { name: 'Sources: remove nowhere' }).click();
  await sources.fill('127.0.0.1');
  await sources.press('Enter');
  await form.getByRole('button', { name: 'Make the hook' }).click();

  const once = page.getByRole('status').filter({ hasText: 'shown this once only' });
  const message = (await once.getByRole('region', { name: 'Message of an alert of a strategy' }).locator('pre').textContent()) ?? '';
  const url = (await once.getByRole('region', { name: 'Webhook URL' }).locator('pre').textContent()) ?? '';
  expect(JSON.parse(message)).toMatchObject({ secret: expect.stringMatching(/^[\w-]{43}$/), action: '{{strategy.order.action}}' });
  await once.getByRole('button', { name: 'I have it' }).click();
  expect(await page.content()).not.toContain(JSON.parse(message).secret);

  const filled = { ...JSON.parse(message), action: 'buy', ticker: 'BINANCE:BTCUSDT', position: 'long', time: new Date().toISOString() };
  expect(await post(url, filled)).toMatchObject({ status: 200, json: { outcome: 'placed' } });
  expect(await post(url, { ...filled, ticker: 'BYBIT:BTCUSDT.P' })).toMatchObject({ status: 422 });
  const rows = page.getByRole('grid', { name: 'Signals received' }).getByRole('row');
  await rows.filter({ hasText: 'placed' }).filter({ hasText: 'Buy BTC/USDT' }).waitFor();
  await rows.filter({ hasText: 'refused' }).filter({ hasText: 'is a perpetual' }).waitFor();

  await page.getByRole('button', { name: 'Try it', exact: true }).click();
  const trial = page.getByRole('form', { name: 'Try it' });
  await trial.getByRole('combobox', { name: 'Pair' }).selectOption('ETH/USDT');
  await trial.getByRole('button', { name: 'Try it' }).click();
  await trial.getByRole('status').getByText('Buy ETH/USDT').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);

  await page.getByRole('button', { name: 'What it may do' }).click();
  const terms = page.getByRole('form', { name: 'What it may do' });
  await terms.getByRole('textbox', { name: 'Max age seconds' }).fill('30');
  await terms.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).first().waitFor();
  expect((await daemon.client.call('signals.list', {})).items).toMatchObject([{ id: 'breakout', maxAgeSeconds: 30, sources: ['127.0.0.1'], pairs: null }]);

  await page.getByRole('switch', { name: 'Signals come in' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Close it' }).click();
  await page.getByText('closed', { exact: true }).waitFor();
  await expect(post(url, filled)).rejects.toThrow();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('No hooks yet').waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});
