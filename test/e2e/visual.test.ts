import fs from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessibilityFaults, buildConsole, CHROMIUM, launchBrowser, NO_CHROMIUM } from '../support/console.ts';
import { ROOT } from '../support/entry.ts';
import { compare, half } from '../support/pictures.ts';
import { Gallery } from '../support/scripted/gallery.ts';
import { byStage, DRAWN_BY, drawer, REFERENCE, REFERENCES, referenceName, SHOTS, show, take } from '../support/scripted/shots.ts';

const RESULTS = path.join(ROOT, 'test-results/visual');

let browser: Browser;
let gallery: Gallery;
let thisOne: string;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  buildConsole();
  browser = await launchBrowser();
  gallery = new Gallery(browser);
  thisOne = await drawer(browser);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

beforeEach((ctx) => {
  if (CHROMIUM === undefined) ctx.skip(NO_CHROMIUM);
});

const SCENES = (['light', 'dark'] as const).flatMap((theme) => [...byStage(SHOTS)].map(([stage, shots]) => ({ theme, stage, shots })));

describe.each(SCENES)('a $stage desk in the $theme theme', ({ theme, stage, shots }) => {
  let page: Page;
  beforeAll(async () => {
    if (CHROMIUM !== undefined) page = await gallery.open(stage, theme, REFERENCE);
  }, 180_000);
  afterAll(() => page?.context().close());

  test.for(shots)('$name looks as it did', async (shot, ctx) => {
    const drawnBy = fs.readFileSync(DRAWN_BY, 'utf8').trim();
    if (drawnBy !== thisOne) ctx.skip(`the pictures to compare with were drawn by ${drawnBy}, this is ${thisOne}: npm run screenshots -- --update`);
    const picture = await half(await take(page, shot));
    const name = referenceName(shot, theme);
    const expected = fs.readFileSync(path.join(REFERENCES, name));
    const { same, share, difference } = await compare(picture, expected);
    if (!same) keep(name, { actual: picture, expected, difference });
    expect(same, `${(share * 100).toFixed(1)} % of a tile differ: see ${RESULTS}; if it is meant, npm run screenshots -- --update`).toBe(true);
  });

  test.each(shots)('axe finds nothing wrong with $name', async (shot) => {
    await show(page, shot);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });
});

const PLAIN = SHOTS.filter(({ arrange, stage }) => arrange === undefined && stage === undefined);
const WIDEST = PLAIN.filter(({ name }) => name === 'overview' || name === 'market');

describe.each([
  [900, 600, PLAIN],
  [1280, 800, PLAIN],
  [1920, 1080, PLAIN],
  [640, 400, PLAIN],
  [390, 844, PLAIN],
  [3840, 2160, WIDEST],
] as const)('at %i×%i', (width, height, shots) => {
  let page: Page;
  beforeAll(async () => {
    if (CHROMIUM !== undefined) page = await gallery.open('lived', 'light', { width, height });
  }, 180_000);
  afterAll(() => page?.context().close());

  test.each(shots)('$name spills over no side', async (shot) => {
    await show(page, shot);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  test.each(shots)('$name ends no table amid a row', async (shot) => {
    await show(page, shot);
    expect(await page.evaluate(cutRows)).toEqual([]);
  });
});

/** Rows of which a table shows a part at its lower end; a line's width is none. Runs in the page. */
function cutRows(): string[] {
  return [...document.querySelectorAll('.table-scroll')].flatMap((scroller) => {
    const end = scroller.getBoundingClientRect().bottom;
    const cut = [...scroller.querySelectorAll('tbody tr')].find((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return top < end - 1.5 && bottom > end + 1.5;
    });
    return cut === undefined ? [] : [`${scroller.querySelector('table')?.getAttribute('aria-label')}: ${cut.textContent}`];
  });
}

/** Leaves pictures for whoever looks into a failure. */
function keep(name: string, pictures: Readonly<Record<string, Buffer | undefined>>): void {
  fs.mkdirSync(RESULTS, { recursive: true });
  for (const [what, picture] of Object.entries(pictures))
    if (picture) fs.writeFileSync(path.join(RESULTS, name.replace('.webp', `-${what}.${what === 'difference' ? 'png' : 'webp'}`)), picture);
}
