import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { buildConsole, CHROMIUM, drawn, launchBrowser, NO_CHROMIUM, type OpenConsole, openConsole } from './console.ts';
import type { RunningDaemon } from './daemon.ts';

/** One browser and one daemon for the tests of a file, which are skipped where there is no Chromium. */
export interface ConsoleSuite {
  readonly daemon: RunningDaemon;
  readonly browser: Browser;
  /** Opens the console in a fresh, logged-in browser; it is closed after the test, which fails by whatever the browser complained of. */
  open(address?: string, options?: BrowserContextOptions): Promise<Page>;
}

/** @param start makes what the tests of the file work with; called only where there is a Chromium */
export function consoleSuite(start: () => Promise<RunningDaemon>): ConsoleSuite {
  let browser: Browser | undefined;
  let daemon: RunningDaemon | undefined;
  let opened: OpenConsole[] = [];

  beforeAll(async () => {
    if (CHROMIUM === undefined) return;
    buildConsole();
    [browser, daemon] = await Promise.all([launchBrowser(), start()]);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await daemon?.stop();
  });

  beforeEach((ctx) => {
    if (CHROMIUM === undefined) ctx.skip(NO_CHROMIUM);
  });

  afterEach(async () => {
    const complaints = opened.flatMap((one) => one.complaints);
    for (const { page } of opened) await page.context().close();
    opened = [];
    expect(complaints).toEqual([]);
  });

  return {
    get daemon() {
      return daemon!;
    },
    get browser() {
      return browser!;
    },
    async open(address = '#/overview', options = {}) {
      const one = await openConsole(browser!, daemon!, { ...options, address });
      opened.push(one);
      return one.page;
    },
  };
}

/** Goes to another place by the address, and is there when it returns. */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => {
    const before = location.hash;
    const { promise, resolve } = Promise.withResolvers<void>();
    addEventListener('hashchange', () => resolve(), { once: true });
    location.hash = hash;
    if (location.hash === before) resolve();
    return promise;
  }, address);
  await drawn(page);
}

export const hashOf = (page: Page): string => new URL(page.url()).hash;
export const rowsOf = (page: Page, grid: string): Locator => page.getByRole('grid', { name: grid }).locator('tbody tr');
/** What was copied last. */
export const copiedIn = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
/** Looks again and again, at least for as long as a page of the console may take to open on a busy machine. */
export const eventually = <T>(read: () => T, timeout?: number) => expect.poll(read, timeout === undefined ? {} : { timeout });
/** By how many pixels the page, and its main part, are wider than there is room. */
export const overflowOf = (page: Page): Promise<readonly number[]> =>
  page.evaluate(() => {
    const main = document.getElementById('main')!;
    return [document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth];
  });
