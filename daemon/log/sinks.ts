import type { EventBus } from '../journal/bus.ts';
import type { Journal } from '../journal/journal.ts';
import type { Coded } from '../protocol/codes.ts';
import type { LogFile } from './file.ts';
import type { LogEntry, LogSink } from './hub.ts';
import type { LogStore } from './log-store.ts';

/** For a person at a terminal or the system's own journal. */
export const terminalSink =
  (write: (text: string) => void): LogSink =>
  ({ ts, level, source, text, ref }) =>
    write(`${new Date(ts).toISOString()} ${level.padEnd(7)} ${source}: ${text}${ref ? ` (ref ${ref})` : ''}\n`);

/** Errors are written at once: they may be the last words of the process. */
export const fileSink =
  (file: LogFile): LogSink =>
  ({ ts, ...rest }) => {
    const line = JSON.stringify({ time: new Date(ts).toISOString(), ...rest });
    if (rest.level === 'error') file.writeNow(line);
    else file.write(line);
  };

/** Source of lines about listeners that failed; telling listeners of those could go on for ever. */
export const BUS_SOURCE = 'events';

/** Lines from `info` on can be searched, and are told live to whoever listens. */
export const storeSink =
  (store: LogStore, bus: EventBus): LogSink =>
  ({ stack: _stack, level, ...rest }) => {
    if (level === 'debug') return;
    const line = store.add({ level, ...rest });
    if (rest.source !== BUS_SOURCE) bus.publishLive('log', line);
  };

const QUIET_MS = 60_000;

/**
 * Warnings and errors become events, so that nobody who was away misses them. The same one is told once a minute at
 * most.
 */
export function journalSink(journal: Journal): LogSink {
  const told = new Map<string, number>();
  return (entry) => {
    if (entry.level !== 'warning' && entry.level !== 'error') return;
    const key = `${entry.source}|${entry.text}`;
    if (entry.ts - (told.get(key) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return;
    if (told.size > 500) told.clear();
    told.set(key, entry.ts);
    // The line may come out of a transaction that is about to fail, and must outlive it.
    queueMicrotask(() => append(journal, entry));
  };
}

function append(journal: Journal, { level, source, text, ref, data }: LogEntry): void {
  const { remedy, account, is } = data ?? {};
  try {
    journal.append(level === 'error' ? 'exception' : 'warning', {
      source,
      text,
      ...(typeof remedy === 'string' && { remedy }),
      ...(ref !== undefined && { ref }),
      ...(typeof account === 'string' && { account }),
      ...(is as Coded | undefined),
    });
  } catch (error) {
    process.stderr.write(`journal: ${String(error)}\n`);
  }
}
