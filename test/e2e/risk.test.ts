import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/console.ts';
import { consoleSuite, eventually, overflowOf } from '../support/console-suite.ts';
import { startDaemon } from '../support/daemon.ts';

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

const limit = (page: Page, name: string): Locator => page.getByRole('textbox', { name, exact: true });

test('limits are typed in percent, judged at the field, saved and switched off', async () => {
  const page = await suite.open('#/risk');
  await eventually(() => limit(page, 'Exposure').inputValue()).toBe('80');
  await limit(page, 'Exposure').fill('120');
  await page.getByText('At most 100 %').waitFor();
  await eventually(() => page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await limit(page, 'Exposure').fill('72,5');
  await limit(page, 'Drawdown').fill('');
  await limit(page, 'Cost of one entry').fill('2500');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).first().waitFor();
  const limits = await suite.daemon.client.call('risk.limits.get', {});
  expect(limits).toMatchObject({ maxExposure: 0.725, maxDrawdown: null, maxOrderCost: '2500' });
  await eventually(() => limit(page, 'Drawdown').getAttribute('placeholder')).toBe('off');
});

test('each limit tells how much of it is used', async () => {
  const page = await suite.open('#/risk');
  const meter = page.getByRole('meter', { name: 'Open trades: used' });
  const share = async () => Number((await suite.daemon.client.call('risk.status', {})).items.find((item) => item.limit === 'maxOpenTrades')?.share);
  await eventually(share, 60_000).toBeGreaterThan(0);
  await eventually(async () => Number(await meter.getAttribute('value'))).toBeGreaterThan(0);
  await limit(page, 'Open trades').fill('');
  await page.getByText('This limit cannot be switched off').waitFor();
  await page.getByRole('button', { name: 'Discard' }).click();
  await eventually(() => limit(page, 'Open trades').inputValue()).toBe('20');
});

test('pairs onto the blacklist and off it', async () => {
  const page = await suite.open('#/risk');
  await page.getByLabel('Blacklist: add a pair').selectOption('DOGE/USDT');
  await page.getByRole('button', { name: 'Blacklist: remove DOGE/USDT' }).waitFor();
  await eventually(async () => (await suite.daemon.client.call('markets.blacklist.get', {})).items).toEqual(['DOGE/USDT']);
  await page.getByRole('button', { name: 'Blacklist: remove DOGE/USDT' }).click();
  await eventually(async () => (await suite.daemon.client.call('markets.blacklist.get', {})).items).toEqual([]);
});

test('an alert rule is made, changed, switched off and removed', async () => {
  const page = await suite.open('#/risk');
  await page.getByRole('button', { name: 'Add a rule' }).click();
  const dialog = page.getByRole('dialog', { name: 'New alert rule' });
  await dialog.getByLabel('What it watches').selectOption({ label: 'Price above' });
  await dialog.getByLabel('Pair needed').fill('BTC/USDT');
  await dialog.getByLabel('Price needed').fill('9000000');
  await dialog.getByLabel('Name', { exact: true }).fill('Moon');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  const rules = async () => (await suite.daemon.client.call('alerts.list', {})).items;
  await eventually(rules).toMatchObject([{ kind: 'price_above', name: 'Moon', params: { pair: 'BTC/USDT', price: '9000000' } }]);
  await page.getByRole('button', { name: 'Moon: change' }).click();
  const change = page.getByRole('dialog', { name: 'Change the alert rule' });
  await change.getByLabel('Price needed').fill('8000000');
  await change.getByRole('button', { name: 'Save' }).click();
  await eventually(rules).toMatchObject([{ params: { price: '8000000' } }]);
  await page.getByRole('switch', { name: 'Moon: watch' }).click();
  await eventually(rules).toMatchObject([{ enabled: false }]);
  await page.getByRole('button', { name: 'Remove Moon' }).click();
  await page.getByText('No alert rules').waitFor();
  await eventually(rules).toEqual([]);
});

describe.each(['#/risk'])('%s', (address) => {
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
  const page = await suite.open('#/risk', { locale: 'de-DE' });
  await page.getByRole('heading', { name: 'Grenzen' }).waitFor();
});

test('a time that keeps entries back is told in the zone of the reader, with UTC on hover', async () => {
  const { client } = suite.daemon;
  const { id, until } = await client.call('markets.locks.add', { pair: 'ETH/USDT', minutes: 60, reason: 'looked at' });
  const page = await suite.open('#/overview', { timezoneId: 'Asia/Tokyo' });
  const time = page
    .getByRole('list', { name: 'Reasons' })
    .getByRole('listitem')
    .filter({ hasText: 'Entries in ETH/USDT are locked until' })
    .locator('time')
    .first();
  const instant = new Date(until).toISOString();
  await eventually(() => time.getAttribute('datetime')).toBe(instant);
  await eventually(() => time.textContent()).toContain(new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', timeStyle: 'medium' }).format(until));
  await eventually(() => time.getAttribute('title')).toBe(instant.replace('T', ' ').replace(/(\.000)?Z$/, ' UTC'));
  await client.call('markets.locks.remove', { id });
});

test('in German the desk says why it does not trade in German, with figures and times as they are read there', async () => {
  const { client } = suite.daemon;
  const { id, until } = await client.call('markets.locks.add', { pair: 'SOL/USDT', minutes: 90, reason: 'Messe' });
  await client.call('bot.pause', {});
  const page = await suite.open('#/overview', { locale: 'de-DE', timezoneId: 'Asia/Tokyo' });
  const reasons = page.getByRole('list', { name: 'Gründe' }).getByRole('listitem');
  const paused = reasons.filter({ hasText: 'Einstiege sind pausiert; offene Positionen werden weiter betreut' });
  await paused.getByText('Fortsetzen', { exact: true }).first().waitFor();
  const clock = new Intl.DateTimeFormat('de', { timeZone: 'Asia/Tokyo', timeStyle: 'medium' }).format(until);
  const locked = reasons.filter({ hasText: /Einstiege in SOL\/USDT sind bis .* gesperrt: Messe/ });
  await eventually(() => locked.locator('time').first().textContent()).toContain(clock);
  await locked.getByText(`Warten oder die Sperre ${id} aufheben`).waitFor();
  await eventually(async () => (await reasons.allTextContents()).join('\n')).not.toMatch(/\b(the|is|are|waits|locked)\b/);
  await client.call('bot.resume', {});
  await client.call('markets.locks.remove', { id });
});
