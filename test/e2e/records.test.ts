import fs from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Store } from '../../daemon/store/store.ts';
import { accessibilityFaults } from '../support/console.ts';
import { consoleSuite, eventually, hashOf, overflowOf, rowsOf } from '../support/console-suite.ts';
import { makeHome, startDaemon } from '../support/daemon.ts';

const LINES = 1_000_000;

let home: string;
const suite = consoleSuite(() => {
  home = makeHome();
  fillLog(home);
  return startDaemon({ home, config: JSON.stringify({ strategies: { grid: { enabled: false } } }) });
});

afterAll(() => {
  if (home !== undefined) fs.rmSync(home, { recursive: true, force: true });
});

/** A million lines of the last week, one needle among the oldest. */
function fillLog(folder: string): void {
  const store = new Store(path.join(folder, 'data/nightdesk.db'));
  const insert = store.prepare<[number, number, number, string, string, string | null]>(
    'INSERT INTO logs (id, ts, level, source, text, ref) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const start = Date.now() - 7 * 86_400_000;
  store.transaction(() => {
    for (let id = 1; id <= LINES; id += 1) {
      const ref = id === 4321 ? 'c0ffee1234' : null;
      insert.run(id, start + id * 500, id % 1000 === 0 ? 3 : 1, id % 3 === 0 ? 'engine' : 'market', ref === null ? `line number ${id}` : 'the needle', ref);
    }
  });
  store.close();
}

/** By how many pixels a cell goes beyond its table's rows in sight: below the head, above the lower edge. */
function outOfSight(cell: Element): number {
  const box = cell.closest('.virtual')!.getBoundingClientRect();
  const head = cell.closest('table')!.tHead!.getBoundingClientRect();
  const { top, bottom } = cell.getBoundingClientRect();
  return Math.round(Math.max(head.bottom - top, bottom - box.bottom));
}

describe('logs', () => {
  test('a million lines are gone through from end to end, with a handful of rows drawn and few held', async () => {
    const page = await suite.open('#/logs');
    await rowsOf(page, 'Logs').first().waitFor();
    await page.getByText(/^1,000,\d{3} lines$/).waitFor();
    await page.getByRole('grid', { name: 'Logs' }).locator('td[tabindex="0"]').focus();
    await page.keyboard.press('End');
    await rowsOf(page, 'Logs').getByText('line number 1', { exact: true }).waitFor();
    expect(await rowsOf(page, 'Logs').count()).toBeLessThan(100);
    await page.locator('.virtual').evaluate((list) => {
      list.scrollTop = list.scrollHeight / 2;
    });
    await rowsOf(page, 'Logs')
      .getByText(/^line number (499|500)\d{3}$/)
      .first()
      .waitFor();
  });

  test('whichever way the keys go, the row they reach is whole in sight', async () => {
    const page = await suite.open('#/logs');
    await rowsOf(page, 'Logs').first().waitFor();
    await page.getByRole('grid', { name: 'Logs' }).locator('td[tabindex="0"]').focus();
    for (const [key, row] of [
      ['PageDown', '15'],
      ['PageDown', '30'],
      ['ArrowDown', '31'],
      ['PageUp', '16'],
      ['PageUp', '1'],
    ] as const) {
      await page.keyboard.press(key);
      await page.locator(`tr[data-index="${row}"] td:focus`).waitFor();
      await eventually(() => page.locator('td:focus').evaluate(outOfSight)).toBeLessThanOrEqual(0);
    }
  });

  test('a word is found however old the line; the line opens among its neighbours and is copied with them', async () => {
    const page = await suite.open('#/logs');
    await page.getByRole('searchbox', { name: 'Text in the line' }).fill('NEEDLE');
    await rowsOf(page, 'Logs').getByText('the needle').click();
    const drawer = page.getByRole('dialog', { name: 'Line 4321' });
    await drawer.getByText('line number 4320').waitFor();
    await drawer.getByText('line number 4326').waitFor();
    await drawer.getByRole('button', { name: '± 20' }).click();
    await drawer.getByText('line number 4301').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await drawer.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByText('Copied 41 lines').first().waitFor();
    const copied = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
    expect(copied).toHaveLength(41);
    expect(copied[20]).toMatch(/^> \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\S* UTC info {4}engine: the needle|market: the needle/);
    expect(copied[20]).toContain('(ref c0ffee1234)');
    await drawer.getByRole('link', { name: 'c0ffee1234' }).click();
    await eventually(() => hashOf(page)).toBe('#/logs?ref=c0ffee1234');
    await page.getByText(/^1 line$/).waitFor();
  });

  test('level and source narrow, live in the address, and can be cleared', async () => {
    const page = await suite.open('#/logs?level=error&source=engine');
    await eventually(async () => new Set(await rowsOf(page, 'Logs').locator('[data-column="level"]').allTextContents())).toEqual(new Set(['error']));
    await eventually(() => page.getByRole('combobox', { name: 'Source' }).inputValue()).toBe('engine');
    await page.getByRole('searchbox').fill('no such thing');
    await page.getByText('No line matches').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await rowsOf(page, 'Logs').first().waitFor();
    await eventually(() => hashOf(page)).toBe('#/logs');
  });

  test('new lines come in at the top; scrolled away, they are counted and nothing moves', async () => {
    const page = await suite.open('#/logs');
    await rowsOf(page, 'Logs').first().waitFor();
    await suite.daemon.client.call('bot.pause', {});
    await rowsOf(page, 'Logs').getByText('paused').first().waitFor();
    const list = page.locator('.virtual');
    await list.evaluate((element) => {
      element.scrollTop = 5000;
    });
    await rowsOf(page, 'Logs').getByText('line number 1000000', { exact: true }).waitFor({ state: 'detached' });
    await eventually(() => rowsOf(page, 'Logs').getByText('…').count()).toBe(0);
    const before = await rowsOf(page, 'Logs').locator('[data-column="text"]').allTextContents();
    await suite.daemon.client.call('bot.resume', {});
    const pill = page.getByRole('button', { name: /new lines?$/ });
    await pill.waitFor();
    expect(await rowsOf(page, 'Logs').locator('[data-column="text"]').allTextContents()).toEqual(before);
    await pill.click();
    await pill.waitFor({ state: 'detached' });
    await eventually(() => list.evaluate((element) => element.scrollTop)).toBe(0);
  });
});

describe('audit', () => {
  test('who did what is listed as it happens, narrowed, and shown in full', async () => {
    const page = await suite.open('#/audit');
    await rowsOf(page, 'Audit').first().waitFor();
    await suite.daemon.client.call('markets.blacklist.add', { pairs: ['XRP/USDT'] });
    await rowsOf(page, 'Audit').getByText('markets.blacklist.add').first().waitFor();
    await rowsOf(page, 'Audit').filter({ hasText: 'markets.blacklist.add' }).getByText('pairs XRP/USDT').first().waitFor();
    await page.getByRole('combobox', { name: 'Method' }).selectOption('markets.blacklist.add');
    await eventually(() => hashOf(page)).toBe('#/audit?method=markets.blacklist.add');
    await page.getByText(/^1 entry$/).waitFor();
    await eventually(() => rowsOf(page, 'Audit').count()).toBe(1);
    await rowsOf(page, 'Audit').locator('td').first().focus();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog', { name: 'markets.blacklist.add' });
    await drawer.getByText('"XRP/USDT"').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('group', { name: 'Outcome' }).getByRole('button', { name: 'failed' }).click();
    await page.getByText('No entry matches').waitFor();
  });
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test.each(['logs', 'audit'])('axe finds nothing wrong with %s', async (name) => {
    const page = await suite.open(`#/${name}`, { colorScheme });
    await page.getByRole('grid').locator('tbody tr').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

test.each(['logs', 'audit'])('%s spills over no side at 900×600, and on a phone', async (name) => {
  for (const viewport of [
    { width: 900, height: 600 },
    { width: 390, height: 844 },
  ]) {
    const page = await suite.open(`#/${name}`, { viewport });
    await page.getByRole('grid').first().waitFor();
    await eventually(() => overflowOf(page)).toEqual([0, 0]);
  }
});
