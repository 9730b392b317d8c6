import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeHome } from '../../support/daemon.ts';
import { buildDesktop, clientOf, pidOf } from '../../support/desktop.ts';
import { launchElectron, NO_ELECTRON, type RealDesktop } from '../../support/electron.ts';

let home: string;
let desktop: RealDesktop | undefined;

beforeAll(() => {
  if (NO_ELECTRON === undefined) buildDesktop();
});

beforeEach((ctx) => {
  if (NO_ELECTRON !== undefined) ctx.skip(NO_ELECTRON);
  home = makeHome();
  fs.writeFileSync(path.join(home, 'config.jsonc'), JSON.stringify({ sim: { timeframe: '1s', tickMs: 100 } }));
});

afterEach(async () => {
  if (home === undefined) return;
  desktop?.app.process().kill('SIGKILL');
  desktop = undefined;
  const pid = pidOf(home);
  if (pid) process.kill(pid, 'SIGKILL');
  fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
});

async function open(): Promise<RealDesktop> {
  desktop = await launchElectron(home);
  await fresh(desktop.page);
  return desktop;
}

const fresh = (page: Page) => page.locator('.desk[data-age="fresh"]').waitFor();

async function botState() {
  const client = clientOf(home);
  try {
    return (await client.call('bot.status', {}, { wait: true })).state;
  } finally {
    client.close();
  }
}

const pause = (page: Page) => page.getByRole('group', { name: 'Control of the bot' }).getByRole('button', { name: 'Pause' }).click();
const visible = ({ app }: RealDesktop) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()));
const close = ({ app }: RealDesktop) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

describe('the desktop console in Electron', () => {
  test('starts a daemon and opens on the Overview, its page sandboxed and apart', async () => {
    const { app, page } = await open();
    await page.getByRole('main', { name: 'Overview' }).waitFor();
    expect(page.url()).toMatch(/^app:\/\/console\/index\.html/);
    expect(await page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in window))).toEqual([]);
    expect(await page.evaluate(() => Object.keys(window.nightdesk ?? {}))).toContain('call');
    expect(await page.evaluate(() => fetch('https://example.invalid/').catch(() => 'refused'))).toBe('refused');
    const windows = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    await page.evaluate(() => void window.open('https://example.invalid/'));
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(windows);
    await pause(page);
    await expect.poll(botState).toBe('paused');
  });

  test('with the window closed the daemon goes on, and the tray brings the window back', async () => {
    const real = await open();
    await pause(real.page);
    const pid = pidOf(home);
    await close(real);
    await expect.poll(() => visible(real)).toEqual([false]);
    expect(pidOf(home)).toBe(pid);
    await real.pick('Open the console');
    await expect.poll(() => visible(real)).toEqual([true]);
  });

  test('the quick stop of the tray works with the window hidden and its page hanging', async () => {
    const real = await open();
    await pause(real.page);
    await expect.poll(botState).toBe('paused');
    await close(real);
    void real.page
      .evaluate(() => {
        for (;;);
      })
      .catch(() => {});
    await real.pick('Quick stop');
    await expect.poll(botState).toBe('panicked');
  });

  test('a daemon that is killed is started again, and the page goes on by itself', async () => {
    const { page } = await open();
    const pid = pidOf(home)!;
    process.kill(pid, 'SIGKILL');
    await page.locator('.desk[data-age="disconnected"]').waitFor();
    await fresh(page);
    expect(pidOf(home)).not.toBe(pid);
  });

  test('quitting the console leaves the daemon', async () => {
    const { app } = await open();
    const pid = pidOf(home);
    const ended = app.waitForEvent('close');
    await app.evaluate((electron) => electron.app.quit());
    await ended;
    expect(await botState()).toBe('running');
    expect(pidOf(home)).toBe(pid);
  });
});
