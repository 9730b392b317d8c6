import { expect, test } from 'vitest';
import { EventBus } from '../../../daemon/journal/bus.ts';
import { History } from '../../../daemon/journal/history.ts';
import { Journal } from '../../../daemon/journal/journal.ts';
import { METHODS, type Topic } from '../../../daemon/protocol/index.ts';
import { missedSince } from '../../../daemon/rpc/handlers/missed.ts';
import { Store } from '../../../daemon/store/store.ts';

test('on return: counts, trades opened and closed, exact profit by book, the newest problems', () => {
  let ts = 0;
  const store = new Store(':memory:');
  const journal = new Journal(store, new EventBus(() => {}), () => ++ts);
  const fill = (topic: 'trade.entry_fill' | 'trade.exit_fill', account: string, id: string, state: string, profit = '0') =>
    journal.append(topic, { account, trade: { id, state, profit }, order: {}, fill: {} } as never);
  fill('trade.exit_fill', 'paper', 't0', 'closed', '1000');
  const seen = journal.lastSeq;
  fill('trade.entry_fill', 'paper', 't1', 'opening');
  fill('trade.entry_fill', 'paper', 't1', 'open');
  fill('trade.entry_fill', 'replay-1', 'r1', 'open');
  fill('trade.exit_fill', 'paper', 't1', 'closing', '0.05');
  fill('trade.exit_fill', 'paper', 't1', 'closed', '0.1');
  fill('trade.exit_fill', 'paper', 't2', 'closed', '0.2');
  fill('trade.exit_fill', 'replay-1', 'r1', 'closed', '-5');
  for (let count = 0; count < 25; count++) journal.append('warning', { source: 'test', text: `warning ${count}` });
  const readable = new Set<Topic>(['trade.entry_fill', 'trade.exit_fill', 'warning']);
  const missed = missedSince(seen, readable, new History(store), journal, 1000);
  expect(METHODS['events.missed'].result.safeParse(missed)).toMatchObject({ success: true });
  expect(missed).toMatchObject({
    since: 1,
    lastSeq: 33,
    from: 1,
    until: 1000,
    topics: { 'trade.entry_fill': 3, 'trade.exit_fill': 4, warning: 25 },
    tradesOpened: 1,
    tradesClosed: 2,
    profit: { paper: '0.3', 'replay-1': '-5' },
  });
  expect(missed.problems).toHaveLength(20);
  expect(missed.problems[0]).toMatchObject({ seq: 33, topic: 'warning', data: { text: 'warning 24' } });
});

test('nothing happened, nothing is told', () => {
  const store = new Store(':memory:');
  const missed = missedSince(0, new Set<Topic>(['warning']), new History(store), { firstSeq: 1, lastSeq: 0 }, 5);
  expect(missed).toEqual({ since: 0, lastSeq: 0, oldest: 1, from: null, until: 5, topics: {}, tradesOpened: 0, tradesClosed: 0, profit: {}, problems: [] });
});
