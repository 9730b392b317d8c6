import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { accessibilityFaults } from '../support/console.ts';
import { consoleSuite, eventually, goTo } from '../support/console-suite.ts';
import { startDaemon } from '../support/daemon.ts';

const suite = consoleSuite(() => startDaemon({ config: '{ "strategies": { "grid": { "enabled": false } } }' }));

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test('a pair is locked by hand, seen by the daemon and on the overview, and lifted after a yes', async () => {
  const page = await suite.open('#/risk');
  const locks = region(page, 'Locks');
  await locks.getByText('Nothing is locked').waitFor();
  await locks.getByLabel('Pair', { exact: true }).selectOption('BTC/USDT');
  await locks.getByLabel('For how long').selectOption('240');
  await locks.getByLabel('Reason').fill('news');
  await locks.getByRole('button', { name: 'Lock', exact: true }).click();
  await locks.getByText(/(3h 59m|4h) left/).waitFor();
  expect((await suite.daemon.client.call('markets.locks.list', {})).items).toMatchObject([{ pair: 'BTC/USDT', reason: 'news', protection: null }]);

  await locks.getByLabel('Pair', { exact: true }).selectOption('*');
  await locks.getByRole('button', { name: 'Lock', exact: true }).click();
  await locks.getByRole('button', { name: 'Lift the lock: All pairs' }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);

  await goTo(page, '#/overview');
  await page.getByText(/^Entries are locked until/).waitFor();
  await page.getByRole('button', { name: 'Lift the lock: All pairs' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Lift' }).click();
  await page.getByText(/^Entries are locked until/).waitFor({ state: 'detached' });

  await goTo(page, '#/risk');
  await locks.getByRole('button', { name: 'Lift the lock: BTC/USDT' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
  await locks.getByRole('button', { name: 'Lift the lock: BTC/USDT' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Lift' }).click();
  await locks.getByText('Nothing is locked').waitFor();
});

test('a protection is added by its form, locks after a trade, is changed, switched off and removed', async () => {
  const page = await suite.open('#/risk');
  const protections = region(page, 'Protections');
  await protections.getByText('No protections').waitFor();
  await protections.getByRole('button', { name: 'Add a protection' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What it does').selectOption('Low-profit pairs');
  await dialog.getByLabel('Trade limit', { exact: true }).fill('1');
  await dialog.getByLabel('Required profit', { exact: true }).fill('9');
  await dialog.getByLabel('Name').fill('Not A Name');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByLabel('Name').fill('losers');
  expect(await accessibilityFaults(page, '.dialog')).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await protections.getByText('losers', { exact: true }).waitFor();
  await protections.getByText('Has locked nothing yet').waitFor();

  await suite.daemon.client.callConfirmed('positions.open', { pair: 'ETH/USDT', stake: '100' });
  await eventually(async () => (await suite.daemon.client.call('positions.list', {})).items.some(({ pair }) => pair === 'ETH/USDT')).toBe(true);
  await suite.daemon.client.callConfirmed('positions.close', { pair: 'ETH/USDT' });
  await protections.getByText(/earned within .*, trades: 1/).waitFor();
  await region(page, 'Locks').getByText('losers').waitFor();

  await protections.getByRole('button', { name: 'losers: change' }).click();
  await dialog.getByLabel('Trade limit', { exact: true }).fill('3');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await protections.getByText(/at least 3 trades/).waitFor();
  await protections.getByRole('switch', { name: 'losers: lock by itself' }).click();
  const stored = async () => (await suite.daemon.client.call('protections.list', {})).items[0];
  await eventually(async () => (await stored())?.enabled).toBe(false);
  expect((await stored())?.params).toMatchObject({ tradeLimit: 3, requiredProfit: 9 });
  await protections.getByRole('button', { name: 'Remove losers' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await protections.getByText('No protections').waitFor();
});
