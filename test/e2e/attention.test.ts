import fs from 'node:fs';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { resolvePaths } from '../../daemon/lifecycle/paths.ts';
import { accessibilityFaults } from '../support/console.ts';
import { consoleSuite } from '../support/console-suite.ts';
import { makeHome, type RunningDaemon, startDaemon } from '../support/daemon.ts';

const WAIT = { timeout: 20_000, interval: 100 };

let home: string;
afterAll(() => {
  if (home !== undefined) fs.rmSync(home, { recursive: true, force: true });
});

/** A desk whose account holds, at its start, less than its trades do. */
async function startWithTrouble(): Promise<RunningDaemon> {
  home = makeHome();
  const config = JSON.stringify({ bot: { stake: { kind: 'fixed', value: '50' } }, strategies: { grid: { enabled: false } } });
  const before = await startDaemon({ home, config });
  await vi.waitFor(async () => expect((await before.client.call('bot.status', {})).data.state).toBe('fresh'), WAIT);
  await before.client.call('positions.open', { pair: 'BTC/USDT' });
  await vi.waitFor(async () => expect((await before.client.call('positions.list', {})).items).not.toEqual([]), WAIT);
  await before.stop();
  const store = new Database(resolvePaths({ NIGHTDESK_HOME: home }).db);
  store.prepare("UPDATE balances SET total = '0' WHERE currency = 'BTC'").run();
  store.close();
  return startDaemon({ home });
}

describe('books that do not fit', () => {
  const suite = consoleSuite(startWithTrouble);

  test('what needs attention is counted by the bell as long as it lasts, read or not', async () => {
    const page = await suite.open();
    await page.locator('.panel-why').getByText('The books need a look').waitFor();
    const bell = page.getByRole('button', { name: '1 problem unread or open' });
    await bell.click();
    const list = page.getByRole('list', { name: 'Problems' });
    await list.getByRole('listitem').filter({ hasText: 'Still open' }).getByText('The books need a look').waitFor();
    expect(await accessibilityFaults(page, '.popover')).toEqual([]);
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('.panel-why').getByText('The books need a look').waitFor();
    await bell.waitFor();
  });
});

describe('a desk without strategies', () => {
  const none = Object.fromEntries(['ema-cross', 'rsi-reversion', 'grid'].map((id) => [id, { enabled: false }]));
  const suite = consoleSuite(() => startDaemon({ config: JSON.stringify({ strategies: none }) }));

  test('an empty page of trades says why, and leads to all that is to be said of it', async () => {
    const page = await suite.open('#/trades');
    await page.getByText('No trades yet').waitFor();
    await page.getByText('No strategy is enabled').waitFor();
    await page.getByRole('link', { name: 'Why is it not trading?' }).click();
    await page.getByRole('main', { name: 'Overview' }).getByRole('list', { name: 'Reasons' }).getByText('No strategy is enabled').waitFor();
  });
});
