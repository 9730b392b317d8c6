import fs from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessibilityFaults, buildConsole, CHROMIUM, launchBrowser, NO_CHROMIUM } from '../support/console.ts';
import { ROOT } from '../support/entry.ts';
import { compare, half } from '../support/pictures.ts';
import { type ScriptedDesk, startScriptedDesk } from '../support/scripted/desk.ts';
import { DRAWN_BY, drawer, openScripted, REFERENCE, REFERENCES, referenceName, SHOTS, type Shot, show, take } from '../support/scripted/shots.ts';

const RESULTS = path.join(ROOT, 'test-results/visual');

let browser: Browser;
let desk: ScriptedDesk;
let thisOne: string;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  buildConsole();
  [browser, desk] = await Promise.all([launchBrowser(), startScriptedDesk()]);
  thisOne = await drawer(browser);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await desk?.stop();
});

beforeEach((ctx) => {
  if (CHROMIUM === undefined) ctx.skip(NO_CHROMIUM);
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  let page: Page;
  beforeAll(async () => {
    if (CHROMIUM !== undefined) page = await openScripted(browser, desk, theme, REFERENCE);
  });
  afterAll(() => page?.context().close());

  test.for(SHOTS)('$name looks as it did', async (shot, ctx) => {
    const drawnBy = fs.readFileSync(DRAWN_BY, 'utf8').trim();
    if (drawnBy !== thisOne) ctx.skip(`the pictures to compare with were drawn by ${drawnBy}, this is ${thisOne}: npm run screenshots -- --update`);
    const picture = await half(await take(page, shot));
    const name = referenceName(shot, theme);
    const expected = fs.readFileSync(path.join(REFERENCES, name));
    const { same, share, difference } = await compare(picture, expected);
    if (!same) keep(name, { actual: picture, expected, difference });
    expect(same, `${(share * 100).toFixed(1)} % of a tile differ: see ${RESULTS}; if it is meant, npm run screenshots -- --update`).toBe(true);
  });

  test.each(SHOTS)('axe finds nothing wrong with $name', async (shot) => {
    await show(page, shot);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });
});

describe.each([
  [900, 600],
  [1920, 1080],
  [640, 400],
  [390, 844],
])('at %i×%i', (width, height) => {
  let page: Page;
  beforeAll(async () => {
    if (CHROMIUM !== undefined) page = await openScripted(browser, desk, 'light', { width, height });
  });
  afterAll(() => page?.context().close());

  const plain: readonly Shot[] = SHOTS.filter(({ arrange }) => arrange === undefined);
  test.each(plain)('$name spills over no side', async (shot) => {
    await show(page, shot);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});

/** Leaves pictures for whoever looks into a failure. */
function keep(name: string, pictures: Readonly<Record<string, Buffer | undefined>>): void {
  fs.mkdirSync(RESULTS, { recursive: true });
  for (const [what, picture] of Object.entries(pictures)) if (picture) fs.writeFileSync(path.join(RESULTS, name.replace('.png', `-${what}.png`)), picture);
}
