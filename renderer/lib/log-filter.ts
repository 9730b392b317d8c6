import type { Params } from '../../daemon/protocol/index.ts';
import { utc } from './format.ts';
import type { Query } from './place.ts';
import type { LogLine } from './world.ts';

export const LEVELS = ['debug', 'info', 'warning', 'error'] as const satisfies readonly LogLine['level'][];

/** Which lines are meant. Absent parts do not narrow. */
export type LogFilter = Pick<Params<'logs.query'>, 'level' | 'source' | 'text' | 'ref'>;

/** Reads the filter that the address holds; what cannot be read does not narrow. */
export function logFilterOf({ level, source, text, ref }: Query): LogFilter {
  const least = LEVELS.find((one) => one === level);
  return {
    ...(least !== undefined && { level: least }),
    ...(source && { source }),
    ...(text && { text: text.slice(0, 100) }),
    ...(ref && { ref: ref.slice(0, 100) }),
  };
}

/** Whether a line heard of by an event belongs to what is shown; by the daemon's own rules. */
export const matchesLog = (line: LogLine, { level = 'debug', source, text, ref }: LogFilter): boolean =>
  LEVELS.indexOf(line.level) >= LEVELS.indexOf(level) &&
  (source === undefined || line.source === source) &&
  (ref === undefined || line.ref === ref) &&
  (text === undefined || line.text.toLowerCase().includes(text.toLowerCase()));

/**
 * Lines as they are pasted into a report: oldest first, times in UTC.
 *
 * @param lines newest first
 * @param marked number of the line that it is about
 */
export const logText = (lines: readonly LogLine[], marked?: number): string =>
  lines
    .toReversed()
    .map((line) => {
      const mark = marked === undefined ? '' : line.id === marked ? '> ' : '  ';
      const data = line.data === undefined ? '' : ` ${JSON.stringify(line.data)}`;
      return `${mark}${utc(line.ts)} ${line.level.padEnd(7)} ${line.source}: ${line.text}${line.ref === undefined ? '' : ` (ref ${line.ref})`}${data}`;
    })
    .join('\n');
