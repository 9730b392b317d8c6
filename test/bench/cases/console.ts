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
    return Object.entries(found).flatMap(([name, pair]) => figuresOf(name, pair));
  } finally {
    await browser.close();
    await daemon.stop();
    fs.rmSync(home, { recursive: true, force: true });
  }
}

interface Pair {
  readonly ours: Frames;
  readonly plain: Frames;
}

async function measure(browser: Browser, daemon: RunningDaemon): Promise<Record<string, Pair>> {
  const mix = new EventMix({ lines: LINES + 100_000, trades: TRADES + 100_000 });
  const { console: address } = await daemon.client.call('daemon.status', {});
  const relay = await busyRelay(address ?? '', (now) => mix.next(now));
  try {
    const { page } = await openConsole(browser, daemon, { at: relay.url });
    await page.evaluate(keepDrawing);
    const bare = await barePage(browser);
    relay.busy(PER_SECOND);
    const found: Record<string, Pair> = {};
    const pair = async (name: string, work: () => Promise<void>) => {
      // In turn, and with the events going on, so that both have the same machine.
      found[name] = { ours: await traced(browser, page, work), plain: await traced(browser, bare, () => scroll(bare, 'main')) };
    };
    await pair('changing pages, first time', () => changePages(page));
    await pair('changing pages again', () => changePages(page));
    for (const name of ['logs', 'trades']) {
      await goTo(page, name);
      await pair(`scrolling ${name}`, () => scroll(page, '.table-scroll'));
    }
    return found;
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

function figuresOf(name: string, { ours, plain }: Pair): Figure[] {
  for (const { ms, worked, cause } of ours.longTasks) console.error(`${name}: a task of ${Math.round(ms)} ms, ${Math.round(worked)} of them at work: ${cause}`);
  const told = ({ count, late }: Frames) => `${count} frames, ${(late * 100).toFixed(2)} % over ${LATE_MS} ms`;
  console.error(`${name}: ${told(ours)}; plain list: ${told(plain)}`);
  return [
    { name: `${name}: longest frame`, unit: 'ms', ours: ours.longest, baseline: LATE_MS, against: 'the goal itself', goal: { atMost: 1 } },
    { name: `${name}: longest frame`, unit: 'ms', ours: ours.longest, baseline: plain.longest, against: 'plain list' },
    { name: `${name}: 99 % of frames within`, unit: 'ms', ours: ours.p99, baseline: plain.p99, against: 'plain list' },
    { name: `${name}: most work in one task`, unit: 'ms', ours: ours.hardest, baseline: LATE_MS, against: 'the goal for a frame' },
  ];
}
