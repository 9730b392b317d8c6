import { z } from 'zod';
import { type JournalledTopic, TOPICS } from '../../protocol/topics.ts';
import type { ChannelEvent } from '../event.ts';
import { COMPUTED, type Computed, computedFor, type Data } from './computed.ts';
import type { Value } from './format.ts';
import { leafAt, leavesOf } from './leaves.ts';

/** What a template of a topic may ask for: every field of its data by its path, and the figures made of them. */
export interface Placeholders {
  readonly names: readonly string[];
  /** Null when the event has nothing there, or there is no such placeholder. */
  read(event: Pick<ChannelEvent, 'topic' | 'ts' | 'seq' | 'level' | 'data'>, name: string): Value | null;
}

/** A journal may hold topics of another version. */
const NOTHING = z.object({});

const known = new Map<string, Placeholders>();

/** Read off the contract when first asked for. */
export function placeholdersOf(topic: JournalledTopic | 'test'): Placeholders {
  const present = known.get(topic);
  if (present) return present;
  const leaves = topic === 'test' ? new Map([['channel', 'text' as const]]) : leavesOf(TOPICS[topic]?.data ?? NOTHING);
  const parts = [...new Set([...leaves.keys()].map((path) => path.split('.')[0] ?? ''))];
  // A field of the data stands before a figure of the same name: it is what the contract calls so.
  const computed = new Set(computedFor(parts).filter((name) => !leaves.has(name)));
  const placeholders: Placeholders = {
    names: [...computed, ...leaves.keys()],
    read(event, name) {
      const kind = leaves.get(name);
      if (kind) return leafAt(event.data, name, kind);
      return computed.has(name as Computed) ? COMPUTED[name as Computed].value({ ...event, data: event.data as Data }) : null;
    },
  };
  known.set(topic, placeholders);
  return placeholders;
}
