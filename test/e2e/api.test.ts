import { execFileSync } from 'node:child_process';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/console.ts';
import { consoleSuite, eventually, goTo, overflowOf } from '../support/console-suite.ts';
import { startDaemon } from '../support/daemon.ts';

const suite = consoleSuite(() => startDaemon());

const reply = (page: Page) => page.getByRole('region', { name: 'Answer' }).locator('pre');

test('a method is found, read about, filled in by its form, and called', async () => {
  const page = await suite.open('#/api');
  const list = page.getByRole('navigation', { name: 'Methods' });
  await list.getByRole('link', { name: 'bot.status' }).waitFor();
  await eventually(() => list.getByRole('link').count()).toBe((await suite.daemon.client.call('rpc.methods', {})).items.length);
  await page.getByRole('searchbox', { name: 'Name or summary' }).fill('orders.list');
  await list.getByRole('link', { name: 'orders.list' }).click();
  const form = page.getByRole('form', { name: 'Parameters' });
  await form.getByRole('textbox', { name: 'Limit' }).fill('3');
  await page.getByText(`nightdesk call orders.list '{"limit":3}'`).waitFor();
  await form.getByRole('button', { name: 'Call' }).click();
  await page.getByRole('status').getByText('done').waitFor();
  expect(JSON.parse((await reply(page).textContent())!)).toHaveProperty('items');
  await form.getByRole('textbox', { name: 'Limit' }).fill('5000');
  await form.getByText('At most 1,000').waitFor();
  await eventually(() => form.getByRole('button', { name: 'Call' }).isDisabled()).toBe(true);
});

test('names in what is said of a method are set as such', async () => {
  const page = await suite.open('#/api?method=orders.preview');
  const panel = page.getByRole('region', { name: 'orders.preview' });
  await panel
    .locator('code', { hasText: /^orders\.place$/ })
    .first()
    .waitFor();
  expect(await panel.innerText()).not.toContain('`');
});

test('JSON is taken as it is; the daemon’s refusal is shown whole', async () => {
  const page = await suite.open('#/api?method=markets.ticker');
  const form = page.getByRole('form', { name: 'Parameters' });
  await form.getByRole('button', { name: 'JSON' }).click();
  const text = form.getByRole('textbox', { name: 'JSON' });
  await text.fill('{"pair":');
  await form.getByText('One JSON object is expected.').waitFor();
  await text.fill('{"pair":"NO/SUCH"}');
  await form.getByRole('button', { name: 'Call' }).click();
  await page
    .getByRole('status')
    .getByText(/^(not_found|invalid)$/)
    .waitFor();
  await form.getByRole('button', { name: 'Fill in the example' }).click();
  await form.getByRole('button', { name: 'Call' }).click();
  await eventually(async () => JSON.parse((await reply(page).textContent())!).pair).toBe('BTC/USDT');
});

test('what is dangerous asks first; a no leaves all as it is', async () => {
  const page = await suite.open('#/api?method=daemon.stop');
  await page.getByRole('button', { name: 'Call' }).click();
  const question = page.getByRole('alertdialog', { name: 'Carry out daemon.stop?' });
  await question.getByText('Trading ends until the daemon is started again').waitFor();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('The answer appears here.').waitFor();
  expect((await suite.daemon.client.call('daemon.status', {})).pid).toBe(suite.daemon.pid);
  await goTo(page, '#/api?method=positions.closeAll');
  await page.getByRole('button', { name: 'Call' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sell everything' }).click();
  await page.getByRole('status').getByText('done').waitFor();
});

test('the line for a shell does what the page would', async (ctx) => {
  if (!hasSocat()) ctx.skip('no socat: install Debian’s package `socat`');
  const page = await suite.open('#/api?method=session.ping');
  await page.getByRole('button', { name: 'Copy: Over the socket' }).click();
  await page.getByText('Copied Over the socket').first().waitFor();
  const line = await page.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(execFileSync('sh', ['-c', line], { encoding: 'utf8' })).result.pong).toBe(true);
});

test('the stream that the page lives by cannot be taken from it', async () => {
  const page = await suite.open('#/api?method=events.subscribe');
  await page.getByText('Not from this page').waitFor();
  await eventually(() => page.getByRole('button', { name: 'Call' }).isDisabled()).toBe(true);
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test('axe finds nothing wrong', async () => {
    const page = await suite.open('#/api?method=orders.place', { colorScheme });
    await page.getByRole('form', { name: 'Parameters' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

test('it spills over no side at 900×600, and on a phone', async () => {
  for (const viewport of [
    { width: 900, height: 600 },
    { width: 390, height: 844 },
  ]) {
    const page = await suite.open('#/api?method=orders.place', { viewport });
    await page.getByRole('form', { name: 'Parameters' }).waitFor();
    await eventually(() => overflowOf(page)).toEqual([0, 0]);
  }
});

function hasSocat(): boolean {
  try {
    execFileSync('socat', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
