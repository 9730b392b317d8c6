import type { StoredEvent } from '../../journal/event.ts';
import type { History } from '../../journal/history.ts';
import type { Journal } from '../../journal/journal.ts';
import { expandTopics, type ParsedParams, type Result, RpcError, TOPICS, type Topic, type TopicSpec } from '../../protocol/index.ts';
import type { Event } from '../../protocol/methods/events.ts';
import type { Handlers } from '../handler.ts';
import { nearest } from '../nearest.ts';
import { levelOf } from '../roles.ts';
import type { Session } from '../session.ts';
import type { Subscriptions } from '../subscriptions/subscriptions.ts';
import { missedSince } from './missed.ts';

interface Deps {
  readonly journal: Pick<Journal, 'firstSeq' | 'lastSeq'>;
  readonly history: History;
  readonly subscriptions: Subscriptions;
  readonly snapshot: () => NonNullable<Result<'events.subscribe'>['snapshot']>;
  readonly now: () => number;
}

type Served = 'events.subscribe' | 'events.unsubscribe' | 'events.topics' | 'events.history' | 'events.missed';

export function eventsHandlers({ journal, history, subscriptions, snapshot, now }: Deps): Handlers<Served> {
  return {
    'events.subscribe': (params, { session, afterAnswer }) => {
      const { seq, begin } = subscriptions.subscribe(session, { ...params, topics: readable(params.topics, session) });
      afterAnswer(begin);
      return params.snapshot ? { seq, snapshot: snapshot() } : { seq };
    },
    'events.unsubscribe': (_params, { session }) => ({ seq: subscriptions.unsubscribe(session) }),
    'events.topics': () => ({ items: Object.entries(TOPICS).map(([topic, { summary, journalled }]) => ({ topic, summary, journalled })) }),
    'events.history': (params, { session }) => page(params, readable(params.topics ?? ['*'], session), history, journal.lastSeq),
    'events.missed': ({ since }, { session }) => missedSince(since, readable(['*'], session), history, journal, now()),
  };
}

/** The topics meant, less those the caller may not read; naming one of these outright is refused. */
function readable(patterns: readonly string[], session: Session): Set<Topic> {
  const topics = expand(patterns);
  for (const topic of topics) {
    const { role }: TopicSpec = TOPICS[topic];
    if (role === undefined || levelOf(session.role) >= levelOf(role)) continue;
    if (patterns.includes(topic)) throw new RpcError('forbidden', `the topic ${topic} needs the role ${role}; you are ${session.role}`, { field: 'topics' });
    topics.delete(topic);
  }
  return topics;
}

function expand(patterns: readonly string[]): Set<Topic> {
  try {
    return expandTopics(patterns);
  } catch (error) {
    const names = Object.keys(TOPICS);
    const stranger = patterns.find((pattern) => !names.includes(pattern) && pattern !== '*');
    const meant = stranger && nearest(stranger, [...names, ...names.map((name) => `${name.split('.')[0]}.*`)]);
    throw new RpcError('invalid', (error as Error).message, { field: 'topics', hint: meant ? `did you mean ${meant}?` : 'events.topics lists them' });
  }
}

const asEvent = ({ seq, ts, topic, json }: StoredEvent): Event => ({ seq, ts, topic, data: JSON.parse(json) });

function page(params: ParsedParams<'events.history'>, topics: Set<Topic>, history: History, lastSeq: number): Result<'events.history'> {
  const { since, until, limit = 100, cursor } = params;
  const from = cursor === undefined ? undefined : Number(cursor);
  if (from !== undefined && !(Number.isSafeInteger(from) && from >= 0)) {
    throw new RpcError('invalid', 'events.history: `cursor` is not one of this list', {
      field: 'cursor',
      hint: 'give `nextCursor` of the answer before, unchanged',
    });
  }
  const end = (until === undefined ? lastSeq : history.lastAt(until, lastSeq)) + 1;
  const newestFirst = since === undefined;
  const found = history.page({
    topics,
    after: newestFirst ? 0 : (from ?? since),
    before: newestFirst ? Math.min(from ?? end, end) : end,
    newestFirst,
    limit: limit + 1,
  });
  const items = found.slice(0, limit).map(asEvent);
  return found.length > limit ? { items, nextCursor: String(items.at(-1)?.seq) } : { items };
}
