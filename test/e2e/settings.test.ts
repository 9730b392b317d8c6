import fs from 'node:fs';
import path from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/console.ts';
import { consoleSuite, eventually, goTo, overflowOf, rowsOf } from '../support/console-suite.ts';
import { startDaemon } from '../support/daemon.ts';

const suite = consoleSuite(() =>
  startDaemon({ env: { NIGHTDESK__BOT__MAX_OPEN_TRADES: '9' }, config: '{\n  // Kept by every edit.\n  "log": { "keepDays": 12 }\n}\n' }),
);
const open = (section: string, options?: BrowserContextOptions) => suite.open(`#/settings?section=${section}`, options);

/** Stands between the page, from its next load, and its daemon, whose answers it keeps back from `hold` until `release`. */
async function holdAnswers(page: Page) {
  let held: (() => void)[] | null = null;
  await page.routeWebSocket(/\/ws$/, (socket) => {
    socket.connectToServer().onMessage((message) => {
      if (held === null) socket.send(message);
      else held.push(() => socket.send(message));
    });
  });
  return {
    hold: () => {
      held = [];
    },
    release: () => {
      const all = held ?? [];
      held = null;
      for (const send of all) send();
    },
  };
}

const configFile = () => fs.readFileSync(path.join(suite.daemon.home, 'config.jsonc'), 'utf8');

describe('the configuration', () => {
  test('a value is changed in its form; the file keeps its comments, and only what was changed', async () => {
    const page = await open('window');
    await page.getByRole('navigation', { name: 'Sections of the settings' }).getByRole('link', { name: 'Log', exact: true }).click();
    const form = page.getByRole('form', { name: 'Log' });
    const days = form.getByRole('textbox', { name: 'Keep days' });
    await eventually(() => days.inputValue()).toBe('12');
    await days.fill('0');
    await form.getByText('At least 1').waitFor();
    await eventually(() => form.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await days.fill('45');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: true }).first().waitFor();
    expect(configFile()).toBe('{\n  // Kept by every edit.\n  "log": { "keepDays": 45 }\n}\n');
    await form.getByRole('textbox', { name: 'File size mb' }).fill('20');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('takes effect at the next start of the daemon').first().waitFor();
    await page.getByRole('button', { name: 'Check the file' }).click();
    await page.getByText('The file is sound.').waitFor();
  });

  test('what is typed while a save is on its way is kept, and takes back nothing of what is saved', async () => {
    const page = await open('log');
    const { hold, release } = await holdAnswers(page);
    await page.reload();
    const form = page.getByRole('form', { name: 'Log' });
    const [days, size] = [form.getByRole('textbox', { name: 'Keep days' }), form.getByRole('textbox', { name: 'File size mb' })];
    await days.fill('51');
    hold();
    await form.getByRole('button', { name: 'Save' }).click();
    await eventually(configFile).toContain('"keepDays": 51');
    await size.fill('23');
    release();
    await page.getByText('Saved', { exact: true }).first().waitFor();
    await form.getByRole('button', { name: 'Save' }).click();
    await eventually(configFile).toMatch(/"keepDays": 51.*"fileSizeMb": 23/s);
    await eventually(() => Promise.all([days.inputValue(), size.inputValue()])).toEqual(['51', '23']);
  });

  test('what only the daemon can judge is told at the field', async () => {
    const page = await open('sim');
    const form = page.getByRole('form', { name: 'Sim' });
    const tick = form.getByRole('textbox', { name: 'Tick ms' });
    await tick.fill('150');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByRole('alert').waitFor();
    await eventually(() => tick.getAttribute('aria-invalid')).toBe('true');
    await form.getByRole('button', { name: 'Discard' }).click();
    await eventually(() => tick.inputValue()).toBe('1000');
  });

  test('what the environment sets is said, and cannot be changed here', async () => {
    const page = await open('bot');
    const field = page.getByRole('form', { name: 'Bot' }).getByRole('textbox', { name: 'Max open trades' });
    await eventually(() => field.inputValue()).toBe('9');
    await eventually(() => field.isDisabled()).toBe(true);
    await page.getByText('Set by the environment.').waitFor();
    await page.getByRole('complementary', { name: 'File' }).getByText('bot.maxOpenTrades').waitFor();
  });

  test('what another client changes is shown at once', async () => {
    const page = await open('alerts');
    const field = page.getByRole('form', { name: 'Alerts' }).getByRole('textbox', { name: 'Stale data seconds' });
    await field.waitFor();
    await suite.daemon.client.call('config.set', { path: 'alerts.staleDataSeconds', value: 77 });
    await eventually(() => field.inputValue()).toBe('77');
  });
});

test('a secret goes in and never comes out', async () => {
  const page = await open('secrets');
  const form = page.getByRole('form', { name: 'Keep' });
  await form.getByRole('textbox', { name: 'Name' }).fill('channels.ops.secret');
  await form.getByLabel('Secret').fill('correct-horse-battery');
  await form.getByRole('button', { name: 'Keep' }).click();
  await rowsOf(page, 'Secrets').getByText('channels.ops.secret').waitFor();
  expect(await page.content()).not.toContain('correct-horse');
  expect((await suite.daemon.client.call('secrets.status', {})).items.map(({ name }) => name)).toContain('channels.ops.secret');
  await page.getByRole('button', { name: 'Delete the secret channels.ops.secret' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Carry out' }).click();
  await page.getByText('No secrets yet').waitFor();
});

test('a token is shown once; revoked, it opens nothing', async () => {
  const page = await open('access');
  const form = page.getByRole('form', { name: 'Make a token' });
  await form.getByRole('textbox', { name: 'Name' }).fill('grafana');
  await form.getByRole('combobox', { name: 'Role' }).selectOption('viewer');
  await form.getByRole('button', { name: 'Make a token' }).click();
  await page.getByText('it is shown this once only').waitFor();
  const token = (await page.getByRole('region', { name: 'grafana' }).locator('pre').textContent())!;
  const { console: address } = await suite.daemon.client.call('daemon.status', {});
  const asked = () =>
    fetch(new URL('rpc', address!), { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: PING });
  const before = (await asked()).status;
  expect(token).toMatch(/^nd_/);
  await page.getByRole('button', { name: 'I have it' }).click();
  await page.getByRole('region', { name: 'grafana' }).waitFor({ state: 'detached' });
  expect(await page.content()).not.toContain(token);
  await page.getByRole('button', { name: 'Revoke grafana' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Carry out' }).click();
  await rowsOf(page, 'Access').getByText('grafana').waitFor({ state: 'detached' });
  expect(before).toBe(200);
  await eventually(async () => (await asked()).status).toBe(401);
});

test('the report of the daemon is saved, without secrets', async () => {
  await suite.daemon.client.call('secrets.set', { name: 'x.y', value: 'tremendously-secret' });
  const page = await open('daemon');
  await page.getByText(String(suite.daemon.pid), { exact: true }).waitFor();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save a report' }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toMatch(/^nightdesk-diagnostics-[\dT-]+\.json$/);
  const text = fs.readFileSync(await file.path(), 'utf8');
  expect(JSON.parse(text)).toHaveProperty('madeAt');
  expect(text).not.toContain('tremendously-secret');
});

test('stopping the daemon asks first', async () => {
  const page = await open('daemon');
  await page.getByRole('button', { name: 'Stop the daemon' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  expect((await suite.daemon.client.call('daemon.status', {})).pid).toBe(suite.daemon.pid);
});

test('a daemon that runs in a terminal is restarted there, and the page says so', async () => {
  const page = await open('daemon');
  await page.getByRole('button', { name: 'Restart the daemon' }).click();
  await page.getByRole('status').getByText('The daemon runs in a terminal').waitFor();
  expect((await suite.daemon.client.call('daemon.status', {})).pid).toBe(suite.daemon.pid);
});

test('the chosen zone holds for every time, with UTC beside it; language and theme are kept', async () => {
  const page = await open('window');
  await page.getByRole('combobox', { name: 'Time zone' }).selectOption('Asia/Tokyo');
  const time = page.locator('dl time');
  const inTokyo = (iso: string) => new Date(iso).toLocaleTimeString('en', { timeZone: 'Asia/Tokyo', hourCycle: 'h23', hour: '2-digit', minute: '2-digit' });
  // At one go, since it goes on.
  const read = () => time.evaluate((element: HTMLTimeElement) => [element.dateTime, element.textContent] as const);
  await eventually(read).toSatisfy(([iso, text]) => text.includes(inTokyo(iso)));
  await eventually(() => time.getAttribute('title')).toContain('UTC');
  await page.getByRole('group', { name: 'Theme' }).getByRole('button', { name: 'dark' }).click();
  await eventually(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
  await page.getByRole('group', { name: 'Language' }).getByRole('button', { name: 'Deutsch' }).click();
  await page.getByRole('heading', { name: 'Dieses Fenster' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Dieses Fenster' }).waitFor();
  await eventually(() => page.getByRole('combobox', { name: 'Zeitzone' }).inputValue()).toBe('Asia/Tokyo');
});

const PING = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'session.ping' });
const SECTIONS = ['window', 'bot', 'paper', 'exits', 'console', 'secrets', 'access', 'daemon'];

test.each(['light', 'dark'] as const)('axe finds nothing wrong in the %s theme', async (colorScheme) => {
  const page = await open('window', { colorScheme });
  for (const section of SECTIONS) {
    await goTo(page, `#/settings?section=${section}`);
    await page.locator('.settings-body').waitFor();
    expect({ section, faults: await accessibilityFaults(page) }).toEqual({ section, faults: [] });
  }
});

test('it spills over no side at 900×600, and on a phone', async () => {
  for (const viewport of [
    { width: 900, height: 600 },
    { width: 390, height: 844 },
  ]) {
    const page = await open('bot', { viewport });
    await page.getByRole('form', { name: 'Bot' }).waitFor();
    await eventually(() => overflowOf(page)).toEqual([0, 0]);
  }
});

test('problems are told by notification and voice, as chosen for their level, and can be tried', async () => {
  const page = await open('window');
  await page.addInitScript(() => {
    const told: unknown[] = [];
    Object.assign(window, { told });
    class Recorder {
      static permission = 'granted';
      static requestPermission = async () => 'granted';
      constructor(title: string, { silent }: NotificationOptions) {
        told.push([title, silent]);
      }
    }
    Object.assign(window, { Notification: Recorder });
    speechSynthesis.speak = ({ text, lang }) => told.push([lang, text]);
  });
  await page.reload();
  await page.locator('.desk[data-age="fresh"]').waitFor();
  const told = () => page.evaluate(() => (window as unknown as { told: unknown[] }).told);
  const failures = page.getByRole('group', { name: 'Tell of failures' });
  await eventually(() => failures.getByRole('button', { name: 'off' }).getAttribute('aria-pressed')).toBe('true');
  await eventually(() => page.getByRole('button', { name: 'Tell of failures: try' }).isDisabled()).toBe(true);
  await failures.getByRole('button', { name: 'with sound' }).click();
  await page.getByRole('button', { name: 'Tell of failures: try' }).click();
  await eventually(told).toEqual([['Tell of failures', false]]);
  await failures.getByRole('button', { name: 'spoken' }).click();
  await suite.daemon.client.call('channels.configure', { id: 'phone', kind: 'telegram', settings: { apiRoot: 'http://127.0.0.1:9' } });
  await eventually(async () => (await told()).slice(1)).toEqual([
    ['Channel parked: phone', true],
    ['en', expect.stringMatching(/^Channel parked: phone\. .*token/)],
  ]);
});

describe('plugins', () => {
  test('one is enabled from the page after it was asked about, says why it was stopped, and is disabled again', async () => {
    const folder = path.join(suite.daemon.home, 'plugins');
    fs.mkdirSync(folder, { mode: 0o700 });
    const code = 'export default { methods: { run: { summary: "Runs", run: () => { throw new Error("no more"); } } } };';
    fs.writeFileSync(path.join(folder, 'sample.mjs'), code, { mode: 0o600 });
    const page = await open('plugin-files');
    const row = rowsOf(page, 'Your plugins').first();
    await row.getByText('Not enabled').waitFor();
    await page.getByRole('button', { name: 'Enable sample' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('with the rights of your user').waitFor();
    await dialog.getByRole('button', { name: 'Run it' }).click();
    await row.getByText('plugin.sample.run').waitFor();
    await expect(suite.daemon.client.call('plugin.sample.run' as 'bot.status', {})).rejects.toThrow('plugin sample was stopped');
    await row.getByText('run threw Error: no more').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Disable sample' }).click();
    await row.getByText('Not enabled').waitFor();
  });
});
