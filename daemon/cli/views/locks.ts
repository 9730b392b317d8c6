import type { Protection } from '../../protocol/methods/protections.ts';
import { ALL_PAIRS, type Lock } from '../../protocol/schemas/locks.ts';
import { plain } from '../format/plain.ts';
import { table } from '../format/table.ts';
import { dateTime, relative } from '../format/time.ts';
import type { Terminal } from '../terminal.ts';

const pairText = ({ pair }: Lock): string => (pair === ALL_PAIRS ? 'all pairs' : pair);

/** A lock in a word. */
export const lockText = (lock: Lock): string => `${lock.id} ${pairText(lock)}`;

export function locksText(locks: readonly Lock[], terminal: Terminal, now = Date.now()): string {
  if (locks.length === 0) return 'Nothing is locked.';
  return table<Lock>(
    locks,
    [
      { head: 'ID', cell: (lock) => lock.id },
      { head: 'PAIR', cell: pairText },
      { head: 'UNTIL', cell: (lock) => dateTime(lock.until, terminal.utc) },
      { head: 'ENDS', cell: (lock) => (lock.liftedAt === null ? relative(lock.until, now) : `lifted by ${plain(lock.liftedBy ?? '')}`) },
      { head: 'BY', cell: (lock) => plain(lock.who) },
      { head: 'REASON', cell: (lock) => plain(lock.reason) },
    ],
    terminal.dim,
  );
}

export function protectionsText(protections: readonly Protection[], terminal: Terminal, now = Date.now()): string {
  if (protections.length === 0) return 'No protections. Add one with: nightdesk protections set cooldown cooldown_period';
  return table<Protection>(
    protections,
    [
      { head: 'ID', cell: ({ id }) => id },
      { head: 'KIND', cell: ({ kind }) => kind },
      { head: 'STATE', cell: ({ enabled }) => terminal.style(enabled ? 'green' : 'dim', enabled ? 'on' : 'off') },
      { head: 'DOES', cell: ({ about }) => plain(about) },
      { head: 'LAST LOCK', cell: ({ locks: [last] }) => (last ? `${pairText(last)}, ${relative(last.since, now)}` : '') },
    ],
    terminal.dim,
  );
}
