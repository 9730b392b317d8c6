import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/console.ts';
import { consoleSuite, copiedIn, eventually, overflowOf, rowsOf } from '../support/console-suite.ts';
import { startDaemon } from '../support/daemon.ts';

const suite = consoleSuite(() => startDaemon());

let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
});

afterAll(() => receiver.server.close());

interface Receiver {
  readonly server: http.Server;
  readonly url: string;
  status: number;
  readonly bodies: string[];
}

/** The other side of a webhook; answers with whatever status it is told to. */
async function startReceiver(): Promise<Receiver> {
  const bodies: string[] = [];
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(made.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const made: Receiver = { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, status: 204, bodies };
  return made;
}

const detail = (page: Page, name: string) => page.getByRole('region', { name });

test('one is added, tested, told off by the daemon, and removed after a question', async () => {
  const page = await suite.open('#/channels');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const form = page.getByRole('form', { name: 'New channel' });
  await form.getByLabel('Name', { exact: true }).fill('Ops');
  await form.getByText('A small letter first').waitFor();
  await form.getByLabel('Name', { exact: true }).fill('ops');
  await form.getByLabel('URL needed').fill('nowhere');
  await form.getByRole('button', { name: 'Add the channel' }).click();
  await form.getByRole('alert').getByText('expected a URL').waitFor();
  await form.getByLabel('URL needed').fill(receiver.url);
  await form.getByLabel('Secret: Secret').fill(`whsec_${Buffer.alloc(32, 7).toString('base64')}`);
  await form.getByRole('button', { name: 'Add the channel' }).click();
  const ops = detail(page, 'ops');
  await ops.getByRole('button', { name: 'Send a test' }).click();
  await ops.getByText(/^Arrived in \d+ ms/).waitFor();
  expect(receiver.bodies.length).toBeGreaterThan(0);
  const known = await suite.daemon.client.call('channels.get', { id: 'ops' });
  expect(known).toMatchObject({ enabled: true, settings: { url: receiver.url } });
  expect(known.secrets).toContainEqual({ name: 'secret', set: true });
  await ops.getByText('set', { exact: true }).waitFor();
  await ops.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Carry out' }).click();
  await eventually(async () => (await suite.daemon.client.call('channels.list', {})).items).toEqual([]);
});

test('what it tells and when is set by the daemon’s own schema, and taken away again', async () => {
  await suite.daemon.client.call('channels.configure', { id: 'rules', kind: 'webhook', settings: { url: receiver.url }, enabled: false });
  const page = await suite.open('#/channels?channel=rules');
  await page.getByRole('button', { name: 'What it tells' }).click();
  const form = page.getByRole('form', { name: 'What it tells' });
  await form.getByRole('combobox', { name: 'Topics' }).fill('candle.closed');
  await page.keyboard.press('Enter');
  await form.getByLabel('Quiet hours', { exact: true }).check();
  await form.getByLabel('From needed').fill('22:00');
  await eventually(() => form.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await form.getByLabel('Until needed').fill('07:00');
  await form.getByRole('button', { name: 'Save' }).click();
  await eventually(async () => (await suite.daemon.client.call('channels.get', { id: 'rules' })).routing).toMatchObject({
    quietHours: { from: '22:00', until: '07:00' },
  });
  expect((await suite.daemon.client.call('channels.get', { id: 'rules' })).topics).toContain('candle.closed');
  await form.getByLabel('Quiet hours', { exact: true }).uncheck();
  await form.getByRole('button', { name: 'Save' }).click();
  await eventually(async () => (await suite.daemon.client.call('channels.get', { id: 'rules' })).routing.quietHours).toBeUndefined();
});

test('a text is worded anew, shown with an example, checked, and set back', async () => {
  await suite.daemon.client.call('channels.configure', { id: 'worded', kind: 'webhook', settings: { url: receiver.url }, enabled: false });
  const page = await suite.open('#/channels?channel=worded');
  await page.getByRole('button', { name: 'In which words' }).click();
  const form = page.getByRole('form', { name: 'In which words' });
  await form.getByText('Closed BTC/USDT: +1.80%').waitFor();
  await form.getByLabel('trade.exit_fill', { exact: true }).fill('Sold {pairr}');
  await form.getByRole('alert').getByText('there is no placeholder {pairr} here; did you mean {pair}?').waitFor();
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByRole('alert').getByText('pairr').first().waitFor();
  await form.getByLabel('trade.exit_fill', { exact: true }).fill('Sold ');
  await form.getByRole('button', { name: 'pair', exact: true }).click();
  await form.getByText('Sold BTC/USDT').last().waitFor();
  await form.getByRole('button', { name: 'Save' }).click();
  const templates = async () => (await suite.daemon.client.call('channels.get', { id: 'worded' })).settings.templates;
  await eventually(templates).toEqual({ 'trade.exit_fill': 'Sold {pair}' });
  await form.getByRole('button', { name: 'Back to the usual text' }).click();
  await form.getByRole('button', { name: 'Save' }).click();
  await eventually(templates).toBeUndefined();
});

test('a dead letter is found by its state and sent again', async () => {
  receiver.status = 500;
  await suite.daemon.client.call('channels.configure', {
    id: 'dead',
    kind: 'webhook',
    settings: { url: receiver.url, maxAttempts: 1 },
    topics: ['notify.message'],
  });
  await suite.daemon.client.call('notify.send', { text: 'The roof leaks', channels: ['dead'] });
  const page = await suite.open('#/channels?channel=dead');
  const deliveries = page.getByRole('region', { name: 'Deliveries' });
  await deliveries.getByLabel('State').selectOption('dead');
  const row = rowsOf(page, 'Deliveries').filter({ hasText: 'The roof leaks' });
  await row.getByText('500').waitFor();
  receiver.status = 204;
  await row.getByRole('button', { name: 'Retry' }).click();
  await page.getByText('1 message queued again').first().waitFor();
  await deliveries.getByLabel('State').selectOption('delivered');
  await row.getByText('delivered').waitFor();
  expect(receiver.bodies.some((body) => body.includes('The roof leaks'))).toBe(true);
});

test('a channel of people shows the code that links one; others say that nobody can be linked', async () => {
  await suite.daemon.client.call('channels.configure', { id: 'phone', kind: 'telegram', settings: { apiRoot: 'http://127.0.0.1:9' } });
  const page = await suite.open('#/channels?channel=phone');
  await detail(page, 'phone').getByText('The secret "token" is not set').waitFor();
  await page.getByRole('button', { name: 'People' }).click();
  await page.getByLabel('Role').selectOption('viewer');
  await page.getByRole('button', { name: 'Link somebody' }).click();
  await page.getByRole('button', { name: /^\/link / }).click();
  await eventually(() => copiedIn(page)).toMatch(/^\/link \S+$/);
  await page.getByText(/^good for /).waitFor();
  await page.getByRole('link', { name: /^rules/ }).click();
  await detail(page, 'rules').waitFor();
  await page.getByRole('button', { name: 'People' }).click();
  await page.getByText('Nobody can be linked here').waitFor();
});

describe.each(['#/channels?channel=rules', '#/channels?channel=%2B'])('%s', (address) => {
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
