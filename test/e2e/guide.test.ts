import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/console.ts';
import { consoleSuite, eventually, goTo, hashOf, overflowOf } from '../support/console-suite.ts';
import { startDaemon } from '../support/daemon.ts';

const suite = consoleSuite(() => startDaemon({ config: JSON.stringify({ strategies: { grid: { enabled: false } } }) }));
const offer = (page: Page) => page.getByRole('region', { name: 'Set up the desk' });
const title = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();

let receiver: http.Server;
let received = 0;

beforeAll(async () => {
  receiver = http.createServer((_request, response) => {
    received += 1;
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});

afterAll(() => receiver.close());

test('from the offer on a new desk to the overview, by keyboard, each step in force at once', async () => {
  const { client } = suite.daemon;
  const page = await suite.open();
  await offer(page).getByRole('link', { name: 'Begin' }).focus();
  await page.keyboard.press('Enter');
  await title(page, 'Where should prices come from?');
  await page.getByRole('radio', { name: /Practise on the simulated market/ }).focus();
  await page.keyboard.press('ArrowDown');
  const source = async () => ((await client.call('config.get', {})).value as { market: { source: string } }).market.source;
  await eventually(source).toBe('live');
  await page.getByText('when the daemon has started anew').waitFor();
  await page.keyboard.press('ArrowUp');
  await eventually(source).toBe('sim');
  await page.getByRole('button', { name: 'Go on' }).press('Enter');
  await title(page, 'What should trade?');
  await eventually(() => page.evaluate(() => document.activeElement?.textContent)).toBe('What should trade?');
  const enabled = async () => (await client.call('strategies.describe', { id: 'grid' })).enabled;
  await page.getByRole('switch', { name: /Grid/ }).press('Space');
  await eventually(enabled).toBe(true);

  await page.reload();
  await page.locator('.desk[data-age="fresh"]').waitFor();
  await goTo(page, '#/overview');
  await offer(page).getByRole('link', { name: 'Go on with step 2 of 4' }).click();
  await title(page, 'What should trade?');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Add a channel' }).click();
  const form = page.getByRole('form', { name: 'New channel' });
  await form.getByRole('combobox', { name: 'Kind' }).selectOption({ label: 'Webhook' });
  await form.getByLabel('URL needed').fill(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`);
  await form.getByRole('button', { name: 'Add the channel' }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByText(/^Arrived in \d+ ms/).waitFor();
  expect(received).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Go on' }).click();
  await title(page, 'The desk is ready');
  await page.getByText('webhook', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'To the overview' }).click();
  await page.getByRole('main', { name: 'Overview' }).waitFor();
  expect(await offer(page).count()).toBe(0);
});

test('skipped, it is offered no more, and is found again in the settings and the palette', async () => {
  const page = await suite.open('#/guide');
  await title(page, 'Where should prices come from?');
  await page.getByRole('button', { name: 'Skip' }).click();
  await page.getByRole('main', { name: 'Overview' }).waitFor();
  await goTo(page, '#/settings?section=window');
  await page.getByRole('link', { name: 'Open the guide' }).click();
  await title(page, 'Where should prices come from?');
  await goTo(page, '#/overview');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('guide');
  await page.locator('[role="option"][data-highlighted]', { hasText: /guide/i }).waitFor();
  await page.keyboard.press('Enter');
  await eventually(() => hashOf(page)).toBe('#/guide');
});

test('where a channel was set up before, a new browser is not offered it', async () => {
  await suite.daemon.client.call('channels.configure', { id: 'old', kind: 'webhook', settings: { url: 'http://127.0.0.1:9/' }, enabled: false });
  const page = await suite.open();
  const decided = () => page.evaluate(() => Object.values(JSON.parse(localStorage.getItem('nightdesk.preferences') ?? '{}').guide ?? {}));
  await eventually(decided).toEqual(['over']);
  await offer(page).waitFor({ state: 'detached' });
});

describe.each(['market', 'strategy', 'channel', 'ready'])('the step %s', (step) => {
  test.each(['light', 'dark'] as const)('axe finds nothing wrong in the %s theme, and it fits a phone', async (colorScheme) => {
    const page = await suite.open(`#/guide?step=${step}`, { colorScheme, viewport: { width: 390, height: 844 } });
    await page.locator('.guide-step > :nth-child(3)').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await eventually(() => overflowOf(page)).toEqual([0, 0]);
  });
});

test('in German as well', async () => {
  const page = await suite.open('#/guide', { locale: 'de-DE' });
  await title(page, 'Woher sollen die Kurse kommen?');
  await page.getByRole('button', { name: 'Weiter' }).click();
  await title(page, 'Was soll handeln?');
});
