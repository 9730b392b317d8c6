import { useCallback, useEffect, useState } from 'react';
import { useSession } from '../../app/context.tsx';
import { type Paged, usePagedRows } from '../../app/use-paged-rows.ts';
import { type LogFilter, matchesLog } from '../../lib/log-filter.ts';
import type { Outline, Page } from '../../lib/paged-rows.ts';
import { soon } from '../../lib/soon.ts';
import type { LogLine } from '../../lib/world.ts';

const PAGE = 200;
/** Lines may come by the hundred; they are told a few times a second. */
const SETTLE_MS = 250;

/** A page of lines; `oldest` is the number of the oldest line of all. */
interface LogPage extends Page<LogLine> {
  readonly oldest: number | null;
}

interface LogRows {
  readonly paged: Paged<LogLine>;
  /** How many new lines are not yet in the list. */
  readonly fresh: number;
  /** Sources of the lines seen so far. */
  readonly sources: readonly string[];
}

/**
 * The log, newest first.
 *
 * @param live new lines are taken in as they come, rather than counted
 */
export function useLogRows(filter: LogFilter, live: boolean): LogRows {
  const session = useSession();
  const [sources, setSources] = useState<readonly string[]>([]);
  const fetch = useCallback(
    async (cursor: string | undefined): Promise<LogPage> => {
      const outcome = await session.attempt('logs.query', { ...filter, limit: PAGE, cursor });
      if (!outcome.ok) throw new Error(outcome.failure.message);
      setSources((before) => withSources(before, outcome.value.items));
      return outcome.value;
    },
    [session, filter],
  );
  const whole = Object.keys(filter).length === 0;
  const paged = usePagedRows<LogLine>(fetch, whole ? outlineOf : undefined);
  const [fresh, setFresh] = useState(0);
  const { rows } = paged;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list (`rows`) has no new lines yet
  useEffect(() => setFresh(0), [rows]);
  useEffect(() => {
    let count = 0;
    const tellSoon = soon(() => {
      const more = count;
      count = 0;
      setFresh((before) => before + more);
    }, SETTLE_MS);
    const stop = session.follow(['log'], (event) => {
      if (event.topic !== 'log' || !matchesLog(event.data, filter)) return;
      count += 1;
      tellSoon();
    });
    return () => {
      tellSoon.cancel();
      stop();
    };
  }, [session, filter]);
  useEffect(() => {
    if (!live || fresh === 0) return;
    setFresh(0);
    void rows.refresh();
  }, [live, fresh, rows]);
  return { paged, fresh: live ? 0 : fresh, sources };
}

/** Lines are numbered without gaps, so that the newest and the oldest number tell where every page begins. */
function outlineOf(first: Page<LogLine>): readonly Outline[] {
  const last = first.items.at(-1);
  const { oldest } = first as LogPage;
  if (last === undefined || oldest === null) return [];
  const behind = last.id - oldest;
  return Array.from({ length: Math.ceil(behind / PAGE) }, (_, page) => ({
    cursor: String(last.id - page * PAGE),
    count: Math.min(PAGE, behind - page * PAGE),
  }));
}

function withSources(before: readonly string[], lines: readonly LogLine[]): readonly string[] {
  const all = new Set([...before, ...lines.map(({ source }) => source)]);
  return all.size === before.length ? before : [...all].sort();
}
