import type { Coded } from '../codes.ts';
import { en } from './en.ts';
import { type Piece, tell } from './tell.ts';

/** What the daemon says of something by itself, with what it is. */
export interface Said<C extends Coded = Coded> {
  readonly text: string;
  readonly remedy?: string;
  readonly is: C;
}

/** Puts something into English, as it stands in logs, on the command line and in `text` on the wire; times in UTC. */
export function say<const C extends Coded>(is: C): Said<C> {
  const told = tell(is, en);
  if (!told) throw new TypeError(`"${is.code}" lacks a parameter`);
  const { text, remedy } = told;
  return { text: text.map(plain).join(''), ...(remedy && { remedy: remedy.map(plain).join('') }), is: { ...is, params: known(is.params) } };
}

/** Without what is undefined: the same inside the process as on the wire. */
const known = <P extends object>(params: P): P => Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined)) as P;

/** A share as people read it, such as `12.5 %`. */
export const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;

function plain(piece: Piece): string {
  if (typeof piece === 'string') return piece;
  switch (piece.is) {
    case 'share':
      return percent(piece.raw);
    case 'duration':
      return duration(piece.raw);
    case 'time':
      return `${new Date(piece.raw).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
    default:
      return String(piece.raw);
  }
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** In the two largest units, such as `2 h 5 min`. */
function duration(ms: number): string {
  let rest = Math.round(ms / 1000);
  const first = UNITS.findIndex(([, size]) => rest >= size);
  if (first < 0) return '0 s';
  const parts = UNITS.slice(first, first + 2).flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? [`${count} ${unit}`] : [];
  });
  return parts.join(' ');
}
