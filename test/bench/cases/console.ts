import fs from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { CHROMIUM, launchBrowser, NO_CHROMIUM, openConsole } from '../../support/console.ts';
import { makeHome, type RunningDaemon, startDaemon } from '../../support/daemon.ts';
import { fillStore } from '../../support/large-store.ts';
import { busyRelay } from '../lib/busy-relay.ts';
import { EventMix } from '../lib/event-mix.ts';
import type { Figure } from '../lib/figures.ts';
import { type Frames, LATE_MS, traced } from '../lib/frames.ts';

const LINES = 1_000_000;
const TRADES = 100_000;
const PER_SECOND = 2000;
const SCROLL_MS = 6000;
const DWELL_MS = 700;
const PAGES = ['overview', 'market', 'positions', 'trades', 'performance', 'strategies', 'channels', 'risk', 'logs', 'audit', 'api', 'settings'];
const ROWS = 60;

/** Frames of the console over a large store while 2,000 events a second come in, against a bare page with a plain list. */
export async function consoleFrames(): Promise<Figure[]> {
  if (CHROMIUM === undefined) throw new Error(NO_CHROMIUM);
  const home = makeHome();
  fillStore(path.join(home, 'data/nightdesk.db'), { trades: TRADES, logs: LINES, audit: 10_000, equity: 200_000, events: 10_000 });
  const [browser, daemon] = await Promise.all([launchBrowser(), startDaemon({ home })]);
  try {
    const found = await measure(browser, daemon);
    return Object.entries(found.ours).flatMap(([name, frames]) => figuresOf(name, frames, found.plain));
  } finally {
    await browser.close();
    await daemon.stop();
    fs.rmSync(home, { recursive: true, force: true });
  }
}

async function measure(browser: Browser, daemon: RunningDaemon): Promise<{ ours: Record<string, Frames>; plain: Frames }> {
  const mix = new EventMix({ lines: LINES + 100_000, trades: TRADES + 100_000 });
  const { console: address } = await daemon.client.call('daemon.status', {});
  const relay = await busyRelay(address ?? '', (now) => mix.next(now));
  try {
    const { page } = await openConsole(browser, daemon, { at: relay.url });
    await page.evaluate(keepDrawing);
    const bare = await barePage(browser);
    relay.busy(PER_SECOND);
    const ours: Record<string, Frames> = {};
    ours['changing pages, first time'] = await traced(browser, page, () => changePages(page));
    ours['changing pages again'] = await traced(browser, page, () => changePages(page));
    for (const name of ['logs', 'trades']) {
      await goTo(page, name);
      ours[`scrolling ${name}`] = await traced(browser, page, () => scroll(page, '.table-scroll'));
    }
    relay.busy(0);
    const plain = await traced(browser, bare, () => scroll(bare, 'main'));
    return { ours, plain };
  } finally {
    relay.close();
  }
}

/** Chromium draws only when something changed; so that every frame counts, something always does. */
function keepDrawing(): void {
  const again = () => requestAnimationFrame(again);
  again();
}

async function goTo(page: Page, name: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `/${name}`);
  await page.waitForTimeout(DWELL_MS);
}

async function changePages(page: Page): Promise<void> {
  for (const name of PAGES) await goTo(page, name);
}

/** Steps of two rows a frame, as by wheel, and every second a leap to somewhere else, as by the bar. */
function scroll(page: Page, selector: string): Promise<void> {
  return page.evaluate(
    ({ selector, ms }) =>
      new Promise<void>((resolve) => {
        const box = document.querySelector(selector) as HTMLElement;
        const began = performance.now();
        let frames = 0;
        const step = () => {
          frames += 1;
          if (frames % 60 === 0) box.scrollTop = ((frames * 7919) % 1000) * (box.scrollHeight / 1000);
          else box.scrollTop += 56;
          if (performance.now() - began < ms) requestAnimationFrame(step);
          else resolve();
        };
        requestAnimationFrame(step);
      }),
    { selector, ms: SCROLL_MS },
  );
}

/** As many rows as the console draws, and nothing else. */
async function barePage(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  const cells = ['2026-01-01 00:00:00', 'info', 'engine', 'BTC/USDT looked at', '12345'].map((text) => `<td>${text}</td>`).join('');
  const rows = `<tr>${cells}</tr>`.repeat(ROWS);
  await page.setContent(`<style>html,body{height:100%;margin:0}main{height:100%;overflow:auto}</style><main><table>${rows}</table></main>`);
  await page.evaluate(keepDrawing);
  return page;
}

function figuresOf(name: string, frames: Frames, plain: Frames): Figure[] {
  for (const { ms, cause } of frames.longTasks) console.error(`${name}: a task of ${Math.round(ms)} ms: ${cause}`);
  console.error(
    `${name}: ${frames.count} frames, ${(frames.late * 100).toFixed(2)} % over ${LATE_MS} ms; plain list: ${plain.count}, ${(plain.late * 100).toFixed(2)} %`,
  );
  return [
    { name: `${name}: longest frame`, unit: 'ms', ours: frames.longest, baseline: LATE_MS, against: 'the goal itself', goal: { atMost: 1 } },
    { name: `${name}: 99 % of frames within`, unit: 'ms', ours: frames.p99, baseline: plain.p99, against: 'plain list' },
    { name: `${name}: longest frame`, unit: 'ms', ours: frames.longest, baseline: plain.longest, against: 'plain list' },
  ];
}
