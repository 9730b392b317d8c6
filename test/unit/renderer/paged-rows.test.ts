import { expect, test, vi } from 'vitest';
import { PagedRows } from '../../../renderer/lib/paged-rows.ts';

interface Row {
  readonly id: string;
  readonly text: string;
}

const SIZE = 100;
/** As long as a busy machine may take. */
const WAIT = { timeout: 20_000 };

/** A list of `count` rows, newest first, that notes what it was asked for. */
function source(count: number) {
  const asked: (string | undefined)[] = [];
  const fetch = async (cursor: string | undefined) => {
    asked.push(cursor);
    const from = Number(cursor ?? 0);
    const items = Array.from({ length: Math.min(SIZE, count - from) }, (_, index): Row => ({ id: `${from + index}`, text: 'old' }));
    return from + SIZE < count ? { items, nextCursor: String(from + SIZE) } : { items };
  };
  return { asked, fetch };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

async function scrolledTo(rows: PagedRows<Row>, last: number): Promise<void> {
  for (let place = 0; place <= last; place += 50) {
    rows.look(place, place + 20);
    await settled();
  }
}

test('pages come as they are reached, and the end is known', async () => {
  const { fetch } = source(250);
  const rows = new PagedRows({ fetch, idOf: (row: Row) => row.id });
  await rows.refresh();
  expect(rows.state).toMatchObject({ count: 100, complete: false, phase: 'ready' });
  await scrolledTo(rows, 250);
  expect(rows.state).toMatchObject({ count: 250, complete: true });
  expect(rows.row(249)?.id).toBe('249');
});

test('of a hundred thousand rows only those around what is in sight are held', async () => {
  const { fetch } = source(100_000);
  const rows = new PagedRows({ fetch, idOf: (row: Row) => row.id, keep: 3 });
  await rows.refresh();
  await scrolledTo(rows, 20_000);
  const held = Array.from({ length: rows.state.count }, (_, index) => rows.row(index)).filter((row) => row !== null).length;
  expect(held).toBeLessThanOrEqual(8 * SIZE);
  expect(rows.row(20_000)?.id).toBe('20000');
  expect(rows.row(0)).toBeNull();
  rows.look(0, 20);
  await settled();
  expect(rows.row(0)?.id).toBe('0');
});

test('a page is asked for once, however often it is looked at', async () => {
  const { fetch, asked } = source(1000);
  const rows = new PagedRows({ fetch, idOf: (row: Row) => row.id });
  await rows.refresh();
  for (let times = 0; times < 5; times += 1) rows.look(80, 99);
  await settled();
  expect(asked).toEqual([undefined, '100']);
});

test('what became of a row takes its place; others keep their identity', async () => {
  const { fetch } = source(10);
  const rows = new PagedRows({ fetch, idOf: (row: Row) => row.id });
  await rows.refresh();
  const other = rows.row(2);
  rows.patch([
    { id: '3', text: 'new' },
    { id: 'elsewhere', text: 'new' },
  ]);
  expect(rows.row(3)?.text).toBe('new');
  expect(rows.row(2)).toBe(other);
});

const behind = (id: string) => (other: Row) => Number(other.id) > Number(id);

test('a row is taken out and put back in its place', async () => {
  const { fetch } = source(250);
  const rows = new PagedRows({ fetch, idOf: (row: Row) => row.id });
  await rows.refresh();
  await scrolledTo(rows, 250);
  rows.drop('120');
  expect([rows.state.count, rows.row(119)?.id, rows.row(120)?.id, rows.row(121)?.id]).toEqual([249, '119', '121', '122']);
  rows.insert({ id: '120', text: 'back' }, behind('120'));
  expect([rows.state.count, rows.row(119)?.id, rows.row(120)?.text, rows.row(121)?.id]).toEqual([250, '119', 'back', '121']);
  rows.insert({ id: '120', text: 'again' }, behind('120'));
  expect([rows.state.count, rows.row(120)?.text]).toEqual([250, 'again']);
  rows.insert({ id: '250', text: 'last' }, behind('250'));
  expect([rows.state.count, rows.row(250)?.text]).toEqual([251, 'last']);
});

test('the only row goes, and comes back', async () => {
  const { fetch } = source(1);
  const rows = new PagedRows({ fetch, idOf: (row: Row) => row.id });
  await rows.refresh();
  rows.drop('0');
  expect(rows.state).toMatchObject({ count: 0, phase: 'ready' });
  rows.insert({ id: '0', text: 'back' }, behind('0'));
  expect(rows.row(0)?.text).toBe('back');
});

test('no row is there twice when a page comes again after one was taken out of it', async () => {
  const gone = new Set<string>();
  const fetch = async (cursor: string | undefined) => {
    const all = Array.from({ length: 2000 }, (_, index): Row => ({ id: `${index}`, text: '' })).filter(({ id }) => !gone.has(id));
    const items = all.filter(({ id }) => cursor === undefined || Number(id) > Number(cursor)).slice(0, SIZE);
    return items.at(-1)?.id === '1999' ? { items } : { items, nextCursor: items.at(-1)!.id };
  };
  const rows = new PagedRows({ fetch, idOf: (row: Row) => row.id, keep: 1 });
  await rows.refresh();
  await scrolledTo(rows, 200);
  rows.drop('50');
  gone.add('50');
  await scrolledTo(rows, 1500);
  expect(rows.row(50)).toBeNull();
  rows.look(20, 220);
  await vi.waitFor(() => expect(rows.row(50)?.id).toBe('51'), WAIT);
  const ids = Array.from({ length: 200 }, (_, index) => rows.row(index)?.id);
  expect(new Set(ids).size).toBe(200);
  expect(ids.slice(97, 102)).toEqual(['98', '99', '100', '101', '102']);
});

test('a failure is told, and asking again mends it', async () => {
  const { fetch } = source(10);
  let broken = true;
  const rows = new PagedRows({
    fetch: (cursor) => (broken ? Promise.reject(new Error('no answer')) : fetch(cursor)),
    idOf: (row: Row) => row.id,
  });
  await rows.refresh();
  expect(rows.state).toMatchObject({ phase: 'failed', reason: 'no answer' });
  broken = false;
  await rows.refresh();
  expect(rows.state).toMatchObject({ phase: 'ready', reason: null, count: 10 });
});

test('a list told whole by its first page is gone through anywhere at once; pages flown over do not come', async () => {
  const { fetch, asked } = source(1_000_000);
  const outline = () => Array.from({ length: 9999 }, (_, index) => ({ cursor: String((index + 1) * SIZE), count: SIZE }));
  const rows = new PagedRows({ fetch, idOf: (row: Row) => row.id, outline });
  await rows.refresh();
  expect(rows.state).toMatchObject({ count: 1_000_000, complete: true });
  for (let place = 0; place < 900_000; place += 5000) rows.look(place, place + 30);
  rows.look(765_000, 765_030);
  await vi.waitFor(() => expect(rows.row(765_020)?.id).toBe('765020'), WAIT);
  expect(asked.length).toBeLessThan(10);
});
