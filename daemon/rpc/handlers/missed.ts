import Big from 'big.js';
import type { History } from '../../journal/history.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Result, Topic, TopicData } from '../../protocol/index.ts';

const PROBLEMS: readonly Topic[] = ['warning', 'exception'];
const MAX_PROBLEMS = 20;
const CHUNK = 1000;

/** The numbers that the journal has. */
type Span = Pick<Journal, 'firstSeq' | 'lastSeq'>;

/** Sums up what happened after a number. Trades of a replay are counted in its own book's profit only. */
export function missedSince(since: number, readable: ReadonlySet<Topic>, history: History, { firstSeq, lastSeq }: Span, now: number): Result<'events.missed'> {
  const topics: Record<string, number> = {};
  for (const topic of readable) {
    const count = history.count(topic, since);
    if (count > 0) topics[topic] = count;
  }
  const problems = history.page({ topics: PROBLEMS, after: since, before: lastSeq + 1, newestFirst: true, limit: MAX_PROBLEMS });
  return {
    since,
    lastSeq,
    oldest: firstSeq,
    from: history.timeOf(since),
    until: now,
    topics,
    ...trades(since, history, lastSeq),
    problems: problems.map(({ seq, ts, topic, json }) => ({ seq, ts, topic, data: JSON.parse(json) })),
  };
}

function trades(since: number, history: History, lastSeq: number): Pick<Result<'events.missed'>, 'tradesOpened' | 'tradesClosed' | 'profit'> {
  const opened = new Set<string>();
  for (const { account, trade } of fills('trade.entry_fill', since, history, lastSeq)) if (isDesk(account)) opened.add(trade.id);
  const profit = new Map<string, Big>();
  let tradesClosed = 0;
  for (const { account, trade } of fills('trade.exit_fill', since, history, lastSeq)) {
    if (trade.state !== 'closed') continue;
    if (isDesk(account)) tradesClosed += 1;
    profit.set(account, (profit.get(account) ?? new Big(0)).plus(trade.profit));
  }
  return { tradesOpened: opened.size, tradesClosed, profit: Object.fromEntries([...profit].map(([account, sum]) => [account, sum.toFixed()])) };
}

const isDesk = (account: string): boolean => !account.startsWith('replay-');

function* fills<T extends 'trade.entry_fill' | 'trade.exit_fill'>(topic: T, since: number, history: History, lastSeq: number): Generator<TopicData<T>> {
  let after = since;
  for (;;) {
    const events = history.page({ topics: [topic], after, before: lastSeq + 1, newestFirst: false, limit: CHUNK });
    for (const event of events) yield JSON.parse(event.json) as TopicData<T>;
    if (events.length < CHUNK) return;
    after = events.at(-1)?.seq ?? lastSeq;
  }
}
