import fs from 'node:fs';
import path from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { CHROMIUM, launchBrowser, NO_CHROMIUM, openConsole } from '../../support/console.ts';
import { makeHome, type RunningDaemon, startDaemon } from '../../support/daemon.ts';
import { fillStore } from '../../support/large-store.ts';
import { type BusyRelay, busyRelay } from '../lib/busy-relay.ts';
import { EventMix } from '../lib/event-mix.ts';
import type { Figure } from '../lib/figures.ts';

/** Ten minutes at 2,000 a second. */
const EVENTS = 1_200_000;
const PARTS = 10;
const LINES = 10_000;
const TRADES = 1000;
const POLL_MS = 50;
const MB = 1024 * 1024;
const PAGES = ['overview', 'logs', 'trades', 'market'];

/** Memory of the console while ten minutes' events come as fast as it takes them, against a plain list that shows the same lines. */
export async function consoleMemory(): Promise<Figure[]> {
  if (CHROMIUM === undefined) throw new Error(NO_CHROMIUM);
  const home = makeHome();
  fillStore(path.join(home, 'data/nightdesk.db'), { trades: TRADES, logs: LINES, equity: 5000 });
  const [browser, daemon] = await Promise.all([launchBrowser(), startDaemon({ home })]);
  try {
    return await measure(browser, daemon);
  } finally {
    await browser.close();
    await daemon.stop();
    fs.rmSync(home, { recursive: true, force: true });
  }
}

async function measure(browser: Browser, daemon: RunningDaemon): Promise<Figure[]> {
  const mix = new EventMix({ lines: LINES + 1_000_000, trades: TRADES + 1_000_000 });
  const { console: address } = await daemon.client.call('daemon.status', {});
  const relay = await busyRelay(address ?? '', (now) => mix.next(now));
  try {
    const { page } = await openConsole(browser, daemon, { at: relay.url });
    const show = (part: number) =>
      page.evaluate(
        (hash) => {
          location.hash = hash;
        },
        `/${PAGES[part % PAGES.length]}`,
      );
    const ours = await heaps(page, relay, show);
    const bare = await page.context().newPage();
    await page.close();
    await bare.goto(`${relay.url}/health`);
    await bare.evaluate(plainList);
    const plain = await heaps(bare, relay, async () => {});
    const growth = ({ first, last }: Heaps) => last / first;
    return [
      {
        name: 'heap after the last of 1,200,000 events, to that after the first',
        unit: 'x',
        ours: growth(ours),
        baseline: growth(plain),
        against: 'plain list',
        goal: { atMost: 1.15 },
      },
      { name: 'heap after 1,200,000 events', unit: 'MB', ours: ours.last / MB, baseline: plain.last / MB, against: 'plain list' },
    ];
  } finally {
    relay.close();
  }
}

interface Heaps {
  readonly first: number;
  readonly last: number;
}

/** Bytes of the heap without garbage, after the first parts of the events and after the last, each the middle of three. */
async function heaps(page: Page, relay: BusyRelay, before: (part: number) => Promise<void>): Promise<Heaps> {
  const session = await page.context().newCDPSession(page);
  const taken: number[] = [];
  // The programs of the pages are no growth.
  for (let part = 0; part < PAGES.length; part += 1) {
    await before(part);
    await page.waitForTimeout(1000);
  }
  for (let part = 0; part < PARTS; part += 1) {
    await before(part);
    const until = relay.sent + EVENTS / PARTS;
    relay.busy(Number.POSITIVE_INFINITY, until);
    while (relay.sent < until) await page.waitForTimeout(POLL_MS);
    // Every part ends on the same page, with what it was sent taken in.
    await before(0);
    await page.waitForTimeout(1000);
    taken.push(await heap(session));
  }
  console.error(`${page.url()}: ${taken.map((bytes) => (bytes / MB).toFixed(1)).join(' ')} MB`);
  return { first: middle(taken.slice(0, 3)), last: middle(taken.slice(-3)) };
}

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

/** Reads the same events and shows the last lines of the log, and nothing else. */
function plainList(): void {
  const list = document.body.appendChild(document.createElement('ol'));
  new WebSocket(`ws://${location.host}/ws`).addEventListener('message', ({ data }) => {
    const { params } = JSON.parse(String(data)) as { params?: { topic: string; data: { text: string } } };
    if (params?.topic !== 'log') return;
    list.prepend(Object.assign(document.createElement('li'), { textContent: params.data.text }));
    if (list.childElementCount > 60) list.lastChild?.remove();
  });
}
