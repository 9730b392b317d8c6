import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/console.ts';
import { consoleSuite, eventually, hashOf } from '../support/console-suite.ts';
import { startDaemon } from '../support/daemon.ts';

const suite = consoleSuite(() => startDaemon());

async function type(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await palette.locator('[role="option"][data-highlighted]').waitFor();
  await palette.getByRole('combobox').fill(text);
}

describe('command palette', () => {
  test('pages and pairs are gone to by a few letters', async () => {
    const page = await suite.open();
    await type(page, 'audit');
    await page.keyboard.press('Enter');
    await page.getByRole('main', { name: 'Audit' }).waitFor();
    await type(page, 'ETH/');
    await page.locator('[role="option"][data-highlighted]', { hasText: 'ETH/USDT' }).waitFor();
    await page.keyboard.press('Enter');
    await eventually(() => hashOf(page)).toBe('#/market?pair=ETH/USDT');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await type(page, 'accsession');
    await page.getByText('Nothing is called so').waitFor();
    await page.getByRole('combobox').fill('btcus');
    await page.locator('[role="option"][data-highlighted]', { hasText: 'BTC/USDT' }).waitFor();
    await page.getByRole('combobox').fill('secrets');
    await page.keyboard.press('Enter');
    await eventually(() => hashOf(page)).toBe('#/settings?section=secrets');
  });

  test('every page and every pair is there', async () => {
    const page = await suite.open();
    await page.keyboard.press('Control+k');
    const pairs = (await suite.daemon.client.call('markets.list', {})).items.map(({ pair }) => pair);
    for (const name of [
      'Overview',
      'Market',
      'Positions & orders',
      'Trades',
      'Performance',
      'Strategies',
      'Channels',
      'Risk',
      'Logs',
      'Audit',
      'API',
      ...pairs,
    ]) {
      await page.getByRole('option', { name, exact: true }).waitFor({ state: 'attached' });
    }
  });

  test('verbs are those that make sense now', async () => {
    const page = await suite.open();
    await type(page, 'Pause');
    await page.getByRole('option', { name: /^Pause/ }).waitFor();
    await page.keyboard.press('Enter');
    await eventually(async () => (await suite.daemon.client.call('bot.status', {})).state).toBe('paused');
    await page.locator('.state .header-main', { hasText: 'Paused' }).waitFor();
    await type(page, 'resume');
    await page.getByRole('option', { name: /^Resume/ }).click();
    await eventually(async () => (await suite.daemon.client.call('bot.status', {})).state).toBe('running');
  });

  test('what a key does, the palette does too', async () => {
    const page = await suite.open();
    const before = await page.locator('html').getAttribute('data-theme');
    await type(page, 'change theme');
    await page.keyboard.press('Enter');
    await eventually(() => page.locator('html').getAttribute('data-theme')).not.toBe(before);
    await type(page, 'no such thing');
    await page.getByText('Nothing is called so').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Command palette').waitFor();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing wrong in the %s theme', async (colorScheme) => {
    const page = await suite.open('#/overview', { colorScheme });
    await page.keyboard.press('Control+k');
    await page.getByRole('option').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

test.each([
  ['0.0.1', 'The daemon is older (0.0.1)'],
  ['99.0.0', 'The daemon is newer (99.0.0)'],
])('a daemon of version %s is said to be of another version', async (version, text) => {
  const page = await suite.open();
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => socket.send(String(message).replace(/("name":"nightdesk","version":")[^"]+/, `$1${version}`)));
  });
  expect(await page.getByText('than this console').count()).toBe(0);
  await page.reload();
  await page.getByText(text).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});

test('while you were away: what happened since the last look is summed up, until it is dismissed', async () => {
  const page = await suite.open();
  expect(await page.getByRole('region', { name: 'While you were away' }).count()).toBe(0);
  const { storeId } = await suite.daemon.client.call('session.hello', {});
  await suite.daemon.client.call('orders.place', { pair: 'DOT/USDT', side: 'buy', type: 'market', amount: '10' });
  await eventually(async () => (await suite.daemon.client.call('events.missed', { since: 0 })).tradesOpened).toBeGreaterThan(0);
  await page.addInitScript((store) => {
    if (sessionStorage.getItem('set') !== null) return;
    sessionStorage.setItem('set', 'yes');
    localStorage.setItem('nightdesk.preferences', JSON.stringify({ looks: { [store]: { seq: 1, at: Date.now() - 3 * 3_600_000 } } }));
  }, storeId);
  await page.reload();
  const panel = page.getByRole('region', { name: 'While you were away' });
  await panel.getByText(/^3h/).waitFor();
  await panel.getByRole('link', { name: /trades? opened/ }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await panel.getByRole('button', { name: 'I have read it' }).click();
  await panel.waitFor({ state: 'detached' });
  await page.reload();
  await page.locator('.desk[data-age="fresh"]').waitFor();
  expect(await panel.count()).toBe(0);
});
