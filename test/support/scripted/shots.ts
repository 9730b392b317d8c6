import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { PAGE_IDS } from '../../../renderer/app/page-ids.ts';
import { ROOT } from '../entry.ts';
import { allAnswered } from './calls.ts';
import type { Stage } from './gallery.ts';

export type Theme = 'light' | 'dark';

/** A picture of the console: a page, or a state of one that has to be brought about. */
export interface Shot {
  readonly name: string;
  /** Place in the console, as in its address. */
  readonly place: string;
  /** The desk that lived, when absent. */
  readonly stage?: Stage;
  readonly arrange?: (page: Page) => Promise<void>;
}

const click = (name: string | RegExp) => async (page: Page) => page.getByRole('button', { name }).first().click();
/** By keyboard: what has the focus then is marked in any case, and not only after a keyboard was last used. */
const press = (name: string | RegExp) => async (page: Page) => page.getByRole('button', { name }).first().press('Enter');

async function palette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
}

async function flatten(page: Page): Promise<void> {
  await press(/panic/i)(page);
  await page.getByRole('menuitem', { name: /sell everything/i }).press('Enter');
  await page.getByRole('alertdialog').waitFor();
}

export const SHOTS: readonly Shot[] = [
  ...PAGE_IDS.map((id) => ({ name: id, place: id })),
  { name: 'overview-shortcuts', place: 'overview', arrange: (page) => page.keyboard.press('?') },
  { name: 'overview-palette', place: 'overview', arrange: palette },
  { name: 'overview-panic', place: 'overview', arrange: click(/panic/i) },
  { name: 'overview-confirm', place: 'overview', arrange: flatten },
  { name: 'trades-detail', place: 'trades', arrange: async (page) => page.locator('tbody tr').first().click() },
  { name: 'strategies-detail', place: 'strategies?strategy=grid' },
  { name: 'channels-detail', place: 'channels?channel=ops' },
  { name: 'channels-add', place: 'channels', arrange: click(/^add/i) },
  { name: 'logs-line', place: 'logs', arrange: async (page) => page.locator('tbody tr').first().click() },
  { name: 'api-method', place: 'api?method=orders.place' },
  // Marks them as seen.
  { name: 'overview-problems', place: 'overview', arrange: press(/problem/i) },
  { name: 'overview-empty', place: 'overview', stage: 'young' },
  { name: 'positions-empty', place: 'positions', stage: 'young' },
  { name: 'trades-empty', place: 'trades', stage: 'young' },
  { name: 'overview-attention', place: 'overview', stage: 'troubled' },
  { name: 'overview-live', place: 'overview', stage: 'live' },
  { name: 'overview-lost', place: 'overview', stage: 'lost' },
];

/** Shots by what they are taken of, each in their order. */
export const byStage = (shots: readonly Shot[]): Map<Stage, Shot[]> => Map.groupBy(shots, ({ stage }) => stage ?? 'lived');

export interface Frame {
  readonly width: number;
  readonly height: number;
}

/** Size of the pictures that new ones are compared with; they are kept at half of it. */
export const REFERENCE: Frame = { width: 1280, height: 800 };
export const REFERENCES = path.join(ROOT, 'test/fixtures/screenshots');
/** Names who drew them: another Chromium, or one with other fonts, draws letters and charts a little differently. */
export const DRAWN_BY = path.join(REFERENCES, 'drawn-by.txt');

/** The Chromium, and a digest of how this machine draws letters and slanted lines. */
export async function drawer(browser: Browser): Promise<string> {
  const page = await browser.newPage();
  const sample = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d')!;
    for (const [row, font] of ['sans-serif', 'serif', 'monospace', 'ui-monospace, "DejaVu Sans Mono"'].entries()) {
      context.font = `13px ${font}`;
      context.fillText('Night 0123456789 −4,31 %', 2.3, 20 + row * 24);
    }
    context.moveTo(3, 110);
    context.bezierCurveTo(80, 10, 160, 140, 290, 33);
    context.stroke();
    return canvas.toDataURL();
  });
  await page.close();
  return `Chromium ${browser.version().split('.')[0]}, ${createHash('sha256').update(sample).digest('hex').slice(0, 12)}`;
}

export const referenceName = (shot: Shot, theme: Theme): string => `${shot.name}-${theme}.webp`;

/**
 * Puts fixed texts in place of what a machine gives, which differs from run to run whoever draws it: folders, ports, made-up
 * ids, the time that work took. Runs in the page.
 */
function steady(): void {
  const changing: ReadonlyArray<readonly [RegExp, string]> = [
    [/\/\S*\/nd-\w+/g, '/home/anna/nightdesk'],
    [/127\.0\.0\.1:\d{4,5}/g, '127.0.0.1:9000'],
    [/\b[0-9a-f]{12}\b/g, '5e1f0c9a7b3d'],
    // Not while an attempt to connect is under way.
    [/ · again in \d+s$/, ''],
  ];
  const fixed = (text: string) => changing.reduce((changed, [pattern, instead]) => changed.replace(pattern, instead), text);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const elapsed = node.parentElement?.querySelector(':scope > .unit')?.textContent === 'ms' && /\d/.test(node.nodeValue ?? '');
    const text = elapsed ? '1.25 ' : fixed(node.nodeValue ?? '');
    if (text !== node.nodeValue) node.nodeValue = text;
  }
  for (const input of document.querySelectorAll('input')) if (fixed(input.value) !== input.value) input.value = fixed(input.value);
}

/** Goes to the place of a shot and waits until nothing moves any more. */
export async function show(page: Page, shot: Shot): Promise<void> {
  await page.evaluate((place) => {
    location.hash = `#/${place}`;
  }, shot.place);
  await settle(page);
  if (!shot.arrange) return;
  await shot.arrange(page);
  await settle(page);
}

/** A PNG of a shot. */
export async function take(page: Page, shot: Shot): Promise<Buffer> {
  await show(page, shot);
  await page.evaluate(steady);
  const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  await page.keyboard.press('Escape');
  return picture;
}

/** Until every call is answered, fonts are there, and looks at the page, a frame apart, find the same. */
async function settle(page: Page): Promise<void> {
  do await page.evaluate(unmoved);
  while (!allAnswered(page));
}

/** Runs in the page. */
async function unmoved(): Promise<void> {
  await document.fonts.ready;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const look = () => document.body.innerHTML;
  for (let same = 0, before = look(); same < 6; ) {
    await frame();
    const after = look();
    const loads = document.querySelector('main > :not(.hidden)') === null || document.querySelector('[aria-busy="true"]') !== null;
    same = after === before && !loads ? same + 1 : 0;
    before = after;
  }
}
