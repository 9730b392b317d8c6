import path from 'node:path';
import { expect, test } from 'vitest';
import type { RpcError } from '../../../daemon/protocol/errors.ts';
import type { Lock } from '../../../daemon/protocol/schemas/locks.ts';
import type { Trade } from '../../../daemon/protocol/schemas/trading.ts';
import type { Intent, StrategyContext } from '../../../daemon/strategies/strategy.ts';
import { MINUTE, NOON, openDesk, scripted, settings } from '../../support/desk.ts';
import { tempFolder } from '../../support/temp.ts';

const enter = (): Intent[] => [{ kind: 'enter', tag: 'go' }];
const exitAll = ({ trades }: StrategyContext): Intent[] => trades.map((trade) => ({ kind: 'exit', tradeId: trade.id, reason: 'exit_signal' }));
const buy = { pair: 'BTC/USDT', side: 'buy', type: 'market', amount: '1' } as const;
const on = { scripted: { enabled: true, params: {}, pairs: ['BTC/USDT'] } };

async function opened(file?: string) {
  const script = scripted();
  const bench = await openDesk({ ...(file && { file }), settings: settings({ strategies: on }), strategies: new Map([['scripted', script.strategy]]) });
  bench.source.tick(100);
  bench.source.tick(10, 'ETH/USDT');
  const trades = (state: 'open' | 'closed') => bench.queries.trades('paper', { state }).items as Trade[];
  const lock = (pair: string, minutes = 10) => bench.desk.lock({ pair, until: bench.source.now() + minutes * MINUTE, reason: { text: 'news' }, who: 'ada' });
  return { ...bench, script, trades, lock };
}

const refusal = (work: () => unknown): RpcError => {
  try {
    work();
  } catch (error) {
    return error as RpcError;
  }
  throw new Error('it was not refused');
};

test('a lock keeps entries of its pair back until its time, by strategies and by hand, and no exit', async () => {
  const { desk, source, script, trades, lock } = await opened();
  script.next(enter);
  source.flat(100);
  source.tick(100);
  expect(trades('open')).toHaveLength(1);
  const { id, until } = lock('BTC/USDT');
  script.next(enter);
  source.flat(100);
  source.tick(100);
  expect(trades('open')).toHaveLength(1);
  const why = refusal(() => desk.place(buy));
  expect(why).toMatchObject({ kind: 'risk_rejected', data: { field: 'pair', hint: expect.stringContaining(`lift lock ${id}`) } });
  expect(why.message).toBe(`Entries in BTC/USDT are locked until ${new Date(until).toISOString().slice(0, 19).replace('T', ' ')} UTC: news`);
  expect(desk.preview(buy)).toMatchObject({ ok: false, problems: [{ kind: 'risk_rejected', text: why.message }] });
  expect(refusal(() => desk.open({ pair: 'BTC/USDT' }))).toMatchObject({ kind: 'risk_rejected' });
  expect(desk.place({ ...buy, pair: 'ETH/USDT' })).toMatchObject({ pair: 'ETH/USDT' });
  script.next(exitAll);
  source.flat(100);
  source.tick(100);
  expect(trades('closed')).toMatchObject([{ exitReason: 'exit_signal' }]);
  source.pass(10 * MINUTE);
  source.tick(100);
  expect(desk.locks()).toEqual([]);
  script.next(enter);
  source.flat(100);
  source.tick(100);
  expect(trades('open').map(({ pair }) => pair)).toContain('BTC/USDT');
});

test('a lock on all pairs holds everything back, and bot.why names it with the way out', async () => {
  const { desk, lock } = await opened();
  const { id } = lock('*');
  expect(desk.why().trading).toBe(false);
  expect(desk.why().reasons[0]).toMatchObject({ code: 'locked', severity: 'warning', lock: id, remedy: `Wait, or lift lock ${id}` });
  expect(refusal(() => desk.place(buy)).message).toMatch(/^Entries are locked until/);
  desk.unlock((one) => one.id === id, 'bob');
  expect(desk.why().trading).toBe(true);
  lock('BTC/USDT');
  expect(desk.why()).toMatchObject({ trading: true, reasons: expect.arrayContaining([expect.objectContaining({ code: 'locked', pair: 'BTC/USDT' })]) });
  lock('ETH/USDT');
  expect(desk.why().trading).toBe(false);
});

test('locks survive a restart, are told of, and remain to be read when they are over', async () => {
  const first = await opened(path.join(tempFolder(), 'desk.db'));
  first.lock('BTC/USDT');
  first.lock('ETH/USDT', 20);
  const { desk, queries, source, told } = await first.again();
  expect(desk.locks().map(({ pair }) => pair)).toEqual(['ETH/USDT', 'BTC/USDT']);
  expect(desk.unlock((lock) => lock.pair === 'BTC/USDT', 'bob')).toMatchObject([{ liftedBy: 'bob', liftedAt: source.now() }]);
  expect(told<{ lock: Lock }>('lock.set').map(({ lock }) => lock.pair)).toEqual(['BTC/USDT', 'ETH/USDT']);
  expect(told<{ lock: Lock }>('lock.lifted').map(({ lock }) => lock.pair)).toEqual(['BTC/USDT']);
  expect(queries.locks('paper', {}, source.now()).items).toHaveLength(1);
  expect(queries.locks('paper', {}, source.now() + 20 * MINUTE).items).toEqual([]);
  const page = queries.locks('paper', { state: 'all', limit: 1 }, source.now());
  expect(page.items).toMatchObject([{ pair: 'ETH/USDT' }]);
  expect(queries.locks('paper', { state: 'all', ...(page.nextCursor && { cursor: page.nextCursor }) }, NOON).items).toMatchObject([{ pair: 'BTC/USDT' }]);
});

test('a lock that would be over already, or of no market, is refused', async () => {
  const { desk, source } = await opened();
  const draft = { reason: { text: '' }, who: 'ada' };
  expect(refusal(() => desk.lock({ ...draft, pair: 'BTC/USDT', until: source.now() }))).toMatchObject({ kind: 'invalid', data: { field: 'until' } });
  expect(refusal(() => desk.lock({ ...draft, pair: 'NO/USDT', until: source.now() + 1 }))).toMatchObject({ kind: 'invalid', data: { field: 'pair' } });
  expect(desk.locks()).toEqual([]);
});
