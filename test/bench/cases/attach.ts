import fs from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { CHROMIUM, launchBrowser, NO_CHROMIUM } from '../../support/console.ts';
import { makeHome, type RunningDaemon, startDaemon } from '../../support/daemon.ts';
import { ROOT } from '../../support/entry.ts';
import { fillStore } from '../../support/large-store.ts';
import { alternate, type Figure } from '../lib/figures.ts';

const ROUNDS = 7;
/** A new window brings Chromium's own frame, which loads as a page of some hundred modules and would be measured too. */
const SETTLE_MS = 2000;
const EMPTY = 'empty.html';

/** From calling up the address to a complete Overview on the screen, against an empty page of the same daemon. */
export async function attach(): Promise<Figure[]> {
  if (CHROMIUM === undefined) throw new Error(NO_CHROMIUM);
  const home = makeHome();
  fillStore(path.join(home, 'data/nightdesk.db'), { trades: 400, logs: 5000, equity: 10_000, events: 5000 });
  const empty = path.join(ROOT, 'out/renderer', EMPTY);
  fs.writeFileSync(empty, '<!doctype html><html lang="en"><head><title>Empty</title></head><body><p class="complete">Empty</p></body></html>');
  const [browser, daemon] = await Promise.all([launchBrowser(), startDaemon({ home })]);
  try {
    const reused = await signedIn(browser, daemon);
    await complete(reused, daemon, '');
    const taken = await alternate(ROUNDS, {
      emptyCold: () => fresh(browser, daemon, EMPTY),
      overviewCold: () => fresh(browser, daemon, ''),
      emptyWarm: () => complete(reused, daemon, EMPTY),
      overviewWarm: () => complete(reused, daemon, ''),
    });
    const against = 'empty page, same daemon';
    return [
      { name: 'attach to complete Overview, cold cache', unit: 'ms', ours: taken.overviewCold, baseline: taken.emptyCold, against, goal: { atMost: 4 } },
      { name: 'attach to complete Overview, warm cache', unit: 'ms', ours: taken.overviewWarm, baseline: taken.emptyWarm, against, goal: { atMost: 4 } },
    ];
  } finally {
    fs.rmSync(empty);
    await browser.close();
    await daemon.stop();
    fs.rmSync(home, { recursive: true, force: true });
  }
}

/** A browser with the daemon's cookie and nothing loaded yet. */
async function signedIn(browser: Browser, daemon: RunningDaemon): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const { url } = await daemon.client.call('session.link', {});
  await context.request.get(url);
  return context;
}

async function fresh(browser: Browser, daemon: RunningDaemon, file: string): Promise<number> {
  const context = await signedIn(browser, daemon);
  try {
    return await complete(context, daemon, file);
  } finally {
    await context.close();
  }
}

/** Milliseconds from the navigation to the frame after everything of the page is there. */
async function complete(context: BrowserContext, daemon: RunningDaemon, file: string): Promise<number> {
  const { console: address } = await daemon.client.call('daemon.status', {});
  const page = await context.newPage();
  try {
    await page.addInitScript(() => {
      const isThere = () => {
        if (document.querySelector('p.complete') !== null) return true;
        const figures = [...document.querySelectorAll('.figures .figure-value')];
        const told = figures.length === 6 && figures.filter((figure) => figure.textContent !== '–').length >= 5;
        const chart = document.querySelector('[data-panel="equity"] canvas, .equity canvas, canvas') !== null;
        const positions = document.querySelector('[role="grid"], .empty') !== null;
        return told && chart && positions && document.querySelector('.desk[data-age="fresh"]') !== null;
      };
      const look = () => {
        if (!isThere()) requestAnimationFrame(look);
        // What was put in before a frame is on the screen when the one after it begins.
        else requestAnimationFrame(() => console.info('complete', performance.now()));
      };
      requestAnimationFrame(look);
    });
    await page.waitForTimeout(SETTLE_MS);
    // Told by a line on the console: to wait for it in the page would have that load Playwright's own tools meanwhile.
    const told = page.waitForEvent('console', (message) => message.text().startsWith('complete '));
    await page.goto(`${address}/${file}`, { waitUntil: 'commit' });
    return Number((await told).text().split(' ')[1]);
  } finally {
    await page.close();
  }
}
