import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/console.ts';
import { consoleSuite, eventually, goTo, hashOf } from '../support/console-suite.ts';
import { startDaemon } from '../support/daemon.ts';
import { ofGeneration, ofProtocol } from '../support/skewed-socket.ts';

const suite = consoleSuite(() => startDaemon());

const highlighted = (page: Page, entry: string) => page.locator('[role="option"][data-highlighted]', { hasText: entry }).waitFor();

async function type(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.locator('[role="option"][data-highlighted]').waitFor();
  await page.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox').fill(text);
}

describe('command palette', () => {
  test('pages and pairs are gone to by a few letters', async () => {
    const page = await suite.open();
    await type(page, 'audit');
    await highlighted(page, 'Audit');
    await page.keyboard.press('Enter');
    await page.getByRole('main', { name: 'Audit' }).waitFor();
    await type(page, 'ETH/');
    await highlighted(page, 'ETH/USDT');
    await page.keyboard.press('Enter');
    await eventually(() => hashOf(page)).toBe('#/market?pair=ETH/USDT');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await type(page, 'accsession');
    await page.getByText('Nothing is called so').waitFor();
    await page.getByRole('combobox').fill('btcus');
    await highlighted(page, 'BTC/USDT');
    await page.getByRole('combobox').fill('secrets');
    await highlighted(page, 'Secrets');
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
    await highlighted(page, 'Pause');
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
    await highlighted(page, 'Change theme');
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

test('a daemon of another protocol is looked at in the browser too, with a word on what to do', async () => {
  const page = await suite.open();
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const server = socket.connectToServer();
    const greetings = new Map<unknown, boolean>();
    socket.onMessage((message) => {
      const { id, method, params } = JSON.parse(String(message));
      if (method === 'session.hello') greetings.set(id, params.readOnly === true);
      server.send(message);
    });
    server.onMessage((message) => {
      const answer = JSON.parse(String(message));
      const readOnly = greetings.get(answer.id);
      const skew = readOnly ? ofGeneration(7, 9, '9.0.0') : ofProtocol(7, 9);
      socket.send(readOnly === undefined ? message : JSON.stringify(skew(answer, { readOnly })));
    });
  });
  await page.reload();
  await page.getByText('Update the console').waitFor();
  await page.locator('.desk[data-age="fresh"]').waitFor();
  await page.locator('.state .header-main', { hasText: /Running|Paused/ }).waitFor();
  const verbs = page.getByRole('group', { name: 'Control of the bot' }).getByRole('button');
  for (const button of await verbs.all()) await eventually(() => button.isDisabled()).toBe(true);
  await goTo(page, '#/channels');
  await eventually(() => page.getByRole('button', { name: 'Add', exact: true }).isDisabled()).toBe(true);
  expect(await accessibilityFaults(page)).toEqual([]);
});

test('the console can be installed as a web app: its manifest and icons are there, and the login outlives the browser', async () => {
  const page = await suite.open();
  const devtools = await page.context().newCDPSession(page);
  const { data, errors } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data!) as { name: string; display: string; start_url: string; icons: Array<{ src: string; sizes: string; type: string }> };
  expect(manifest).toMatchObject({ name: 'Nightdesk', display: 'standalone', start_url: './' });
  expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512', 'any']));
  for (const { src, sizes, type } of manifest.icons) {
    const answer = await page.request.get(new URL(src, page.url()).href);
    expect([src, answer.status(), answer.headers()['content-type']?.split(';')[0]]).toEqual([src, 200, type]);
    if (sizes !== 'any') expect((await answer.body()).readUInt32BE(16)).toBe(Number.parseInt(sizes, 10));
  }
  expect((await devtools.send('Page.getInstallabilityErrors')).installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
  const [cookie] = await page.context().cookies();
  expect(cookie!.expires * 1000 - Date.now()).toBeGreaterThan(29 * 86_400_000);
  expect(await page.evaluate(() => navigator.serviceWorker.getRegistrations().then((all) => all.length))).toBe(0);
});

test('out of sight, prices are heard no more, but the state is; back in sight, all that was missed is there', async () => {
  const { client } = suite.daemon;
  const page = await suite.open();
  const wanted: string[][] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const { method, params } = JSON.parse(String(payload));
      if (method === 'events.subscribe') wanted.push(params.topics);
    }),
  );
  const see = (hidden: boolean) =>
    page.evaluate((now) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => now });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await page.reload();
  await page.locator('.desk[data-age="fresh"]').waitFor();
  await eventually(() => wanted.at(-1)).toEqual(expect.arrayContaining(['ticker', 'log', 'bot.state']));
  await see(true);
  await eventually(() => wanted.at(-1)?.includes('ticker')).toBe(false);
  expect(wanted.at(-1)).toContain('bot.state');
  await client.call('bot.pause', {});
  await page.locator('.state .header-main', { hasText: 'Paused' }).waitFor();
  const log = page.getByRole('region', { name: 'Log' });
  const { items } = await client.call('logs.query', { limit: 1 });
  await see(false);
  await log.getByText(items[0]!.text).first().waitFor();
  await eventually(() => wanted.at(-1)).toContain('ticker');
  await client.call('bot.resume', {});
  await page.locator('.state .header-main', { hasText: 'Running' }).waitFor();
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
