import { describe, expect, test } from 'vitest';
import { nextState, PERMISSIONS, type Verb } from '../../../daemon/engine/bot.ts';
import type { BotState } from '../../../daemon/protocol/schemas/bot.ts';
import { type Bench, openDesk, scripted, settings } from '../../support/desk.ts';
import { tempFolder } from '../../support/temp.ts';

const STATES: BotState[] = ['stopped', 'running', 'paused', 'panicked', 'needs_attention'];

/** Every verb in every state; `!` is a conflict. */
const TABLE: Record<Verb, Record<BotState, BotState | '!'>> = {
  start: { stopped: 'running', running: 'running', paused: 'running', panicked: '!', needs_attention: 'running' },
  resume: { stopped: '!', running: 'running', paused: 'running', panicked: '!', needs_attention: 'running' },
  pause: { stopped: 'stopped', running: 'paused', paused: 'paused', panicked: 'panicked', needs_attention: 'needs_attention' },
  stop: { stopped: 'stopped', running: 'stopped', paused: 'stopped', panicked: 'panicked', needs_attention: 'stopped' },
  panic: { stopped: 'panicked', running: 'panicked', paused: 'panicked', panicked: 'panicked', needs_attention: 'panicked' },
  rearm: { stopped: 'stopped', running: '!', paused: '!', panicked: 'stopped', needs_attention: '!' },
};

describe.each(Object.keys(TABLE) as Verb[])('%s', (verb) => {
  test.each(STATES)('when %s', (state) => {
    const expected = TABLE[verb][state];
    if (expected === '!') expect(() => nextState(state, verb)).toThrow(expect.objectContaining({ kind: 'conflict' }));
    else expect(nextState(state, verb)).toBe(expected);
  });
});

test('no verb but panic takes the stops off, and only a running bot enters by itself', () => {
  for (const state of STATES) {
    expect(PERMISSIONS[state].protection).toBe(state !== 'panicked');
    expect(PERMISSIONS[state].entries).toBe(state === 'running');
  }
});

const stops = settings({ exits: { stopLoss: 0.05, takeProfit: [], trailing: null }, strategies: { scripted: { enabled: true, params: {} } } });

/** A desk with a position in BTC, a waiting entry in ETH and a strategy that does as told. */
async function working(more: Parameters<typeof openDesk>[0] = {}): Promise<Bench & { script: ReturnType<typeof scripted> }> {
  const script = scripted();
  const bench = await openDesk({ settings: stops, strategies: new Map([['scripted', script.strategy]]), ...more });
  bench.source.tick(100);
  bench.source.tick(50, 'ETH/USDT');
  bench.desk.place({ pair: 'BTC/USDT', side: 'buy', type: 'market', amount: '1' });
  bench.desk.place({ pair: 'ETH/USDT', side: 'buy', type: 'limit', amount: '1', price: '40' });
  return { ...bench, script };
}

const enter = () => [{ kind: 'enter' as const, tag: 'go' }];

test('pause: no entries of strategies, waiting entries stay, stops are watched', async () => {
  const { desk, source, script } = await working();
  expect(desk.command('pause').state).toBe('paused');
  script.next(enter);
  source.flat(100);
  expect(desk.status()).toMatchObject({ openTrades: 2, openOrders: 1 });
  source.tick(94);
  expect(desk.positions()).toEqual([]);
});

test('stop: entry orders are cancelled, strategies halt, positions stay with their stops', async () => {
  const { desk, source, script, told } = await working();
  expect(desk.command('stop')).toMatchObject({ state: 'stopped', openOrders: 0, openTrades: 1 });
  expect(told('order.cancelled')).toHaveLength(1);
  script.next(({ trades }) => [...enter(), ...trades.map((trade) => ({ kind: 'exit' as const, tradeId: trade.id, reason: 'exit_signal' }))]);
  source.flat(100);
  expect(desk.status().openTrades).toBe(1);
  source.tick(94);
  expect(desk.positions()).toEqual([]);
  expect(told<{ trade: { exitReason: string } }>('trade.exit_fill')[0]?.trade.exitReason).toBe('stop_loss');
});

test('panic: every order is cancelled, nothing is bought or sold, and it survives a restart until rearmed', async () => {
  const { desk, source, again } = await working({ file: `${tempFolder()}/desk.db` });
  expect(desk.command('panic')).toMatchObject({ state: 'panicked', openOrders: 0, openTrades: 1 });
  source.tick(90);
  expect(desk.positions()).toHaveLength(1);
  expect(() => desk.place({ pair: 'BTC/USDT', side: 'buy', type: 'market', amount: '1' })).toThrow(expect.objectContaining({ kind: 'conflict' }));
  const next = await again();
  expect(next.desk.status().state).toBe('panicked');
  expect(next.desk.why().reasons[0]).toMatchObject({ code: 'panicked', text: expect.stringContaining('positions held without a stop: 1') });
  expect(() => next.desk.command('start')).toThrow(expect.objectContaining({ kind: 'conflict' }));
  expect(next.desk.command('rearm').state).toBe('stopped');
  source.tick(89.99);
  expect(next.desk.positions()).toEqual([]);
});

test('panic with flatten sells everything; a second one sells what the first had kept', async () => {
  const { desk, told } = await working();
  desk.command('panic');
  expect(desk.positions()).toHaveLength(1);
  expect(desk.command('panic', true)).toMatchObject({ state: 'panicked', openTrades: 0, openOrders: 0 });
  expect(told<{ trade: { exitReason: string } }>('trade.exit_fill')[0]?.trade.exitReason).toBe('panic');
});

test('each change of state is told once, with the status; the same verb again tells nothing', async () => {
  const { desk, told } = await working();
  desk.command('pause');
  desk.command('pause');
  desk.command('resume');
  const states = told<{ state: string; previous: string | null; status: { state: string } }>('bot.state');
  expect(states.map(({ previous, state, status }) => [previous, state, status.state])).toEqual([
    [null, 'running', 'running'],
    ['running', 'paused', 'paused'],
    ['paused', 'running', 'running'],
  ]);
});

test('the state is kept through a restart, and the configuration may ask for another', async () => {
  const { desk, again } = await working({ file: `${tempFolder()}/desk.db` });
  desk.command('pause');
  const next = await again();
  expect(next.desk.status()).toMatchObject({ state: 'paused', openOrders: 1, openTrades: 2 });
  expect((await next.again({ startState: 'stopped' })).desk.status().state).toBe('stopped');
});
