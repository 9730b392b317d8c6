import { expandTopics, topicMatcher } from '../../protocol/topics.ts';
import type { ChannelEntry } from '../config.ts';
import { DEFAULT_TOPICS } from '../config.ts';
import type { DeliverySettings } from '../descriptor.ts';
import { atLeast, type ChannelEvent } from '../event.ts';
import type { Routing, TellMode } from './schema.ts';

export interface Filter {
  /** Cheap first look: false spares the event from being parsed. */
  mayMatch(topic: string): boolean;
  /** Whether and how the channel tells an event. */
  mode(event: ChannelEvent): TellMode;
}

/** Events that are meant for channels they name. */
const ADDRESSED: ReadonlySet<string> = new Set(['notify.message', 'channel.digest', 'performance.period']);

/** Which events a channel tells. */
export function filterOf(id: string, entry: ChannelEntry, settings: Pick<DeliverySettings, 'accounts' | 'replays'>): Filter {
  const routing: Routing = entry.routing ?? {};
  const modes = modesOf(entry.topics ?? DEFAULT_TOPICS, routing.types);
  const least = entry.minLevel ?? 'info';
  const ofAccount = (account: string | null) => account === null || settings.accounts.includes(account) || (settings.replays && account.startsWith('replay-'));
  const concerns = concernOf(routing);
  const refine = exitRule(routing.exits);
  return {
    mayMatch: (topic) => modes.has(topic) || ADDRESSED.has(topic),
    mode(event) {
      const named = addressees(event);
      if (named) return named.includes(id) ? (event.data.silent === true ? 'silent' : 'on') : 'off';
      const mode = modes.get(event.topic);
      if (mode === undefined || !atLeast(event.level, least) || !ofAccount(event.account) || feedsBack(id, event) || !concerns(event)) return 'off';
      return refine(event) ?? mode;
    },
  };
}

/** The channels an event is for; undefined when its topic decides. */
function addressees({ topic, data }: ChannelEvent): unknown[] | undefined {
  if (topic === 'channel.digest') return [data.channel];
  if (topic === 'performance.period' || topic === 'notify.message') return Array.isArray(data.channels) ? data.channels : undefined;
  return undefined;
}

/** How each topic is told; those that are not told are absent. */
function modesOf(topics: readonly string[], types: Routing['types'] = {}): ReadonlyMap<string, TellMode> {
  const modes = new Map<string, TellMode>([...expandTopics(topics)].map((topic) => [topic, 'on']));
  const narrowestLast = Object.entries(types).toSorted(([a], [b]) => narrowness(a) - narrowness(b));
  for (const [pattern, mode] of narrowestLast) for (const topic of expandTopics([pattern])) modes.set(topic, mode);
  for (const [topic, mode] of modes) if (mode === 'off') modes.delete(topic);
  return modes;
}

const narrowness = (pattern: string): number => (pattern.endsWith('*') ? pattern.length : Number.MAX_SAFE_INTEGER);

const isExit = topicMatcher(['trade.exit', 'trade.exit_fill', 'trade.exit_cancel']);

/** What the reason of an exit says about telling it, if anything. */
function exitRule(exits: Routing['exits']): (event: ChannelEvent) => TellMode | undefined {
  if (!exits) return () => undefined;
  return ({ topic, data }) => {
    if (!isExit(topic)) return undefined;
    const reason = (data.trade as { exitReason?: unknown } | undefined)?.exitReason;
    return (typeof reason === 'string' && Object.hasOwn(exits, reason) ? exits[reason] : undefined) ?? exits['*'];
  };
}

/** What an event says of a pair and a strategy; undefined where it says nothing. */
function subjectOf(data: ChannelEvent['data']): { pair: unknown; strategy: unknown } {
  const { trade, order } = data as { trade?: Record<string, unknown>; order?: Record<string, unknown> };
  return { pair: data.pair ?? trade?.pair ?? order?.pair, strategy: [data.strategy, trade?.strategy, order?.strategy].find((one) => one !== undefined) };
}

const BY_HAND = 'manual';

function concernOf({ pairs, strategies }: Routing): (event: ChannelEvent) => boolean {
  if (!pairs && !strategies) return () => true;
  const patterns = pairs?.map(patternOf);
  return ({ data }) => {
    const { pair, strategy } = subjectOf(data);
    if (patterns && typeof pair === 'string' && !patterns.some((pattern) => pattern.test(pair))) return false;
    return !strategies || strategy === undefined || strategies.includes(strategy === null ? BY_HAND : String(strategy));
  };
}

const patternOf = (pair: string): RegExp =>
  new RegExp(
    `^${pair
      .split('*')
      .map((part) => part.replace(/[.]/g, '\\.'))
      .join('.*')}$`,
  );

/**
 * Whether sending this event could cause the next of its like: a channel telling of its own state, or of a warning
 * that some channel's trouble gave rise to. The state of other channels is told: it changes once per outage.
 */
function feedsBack(id: string, { topic, data }: ChannelEvent): boolean {
  if (topic === 'channel.state') return data.channel === id;
  if (topic !== 'warning' && topic !== 'exception') return false;
  return typeof data.source === 'string' && (data.source === 'channels' || data.source.startsWith('channels.'));
}
