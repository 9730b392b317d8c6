import { create } from 'zustand';
import type { Piece, Reported, Told } from '../../daemon/protocol/texts/tell.ts';
import type { Formats } from '../lib/format.ts';
import type { Problem } from '../lib/problem.ts';

/** Puts codes into the words of a language; undefined for one it does not know. */
export type Teller = (said: Reported) => Told | undefined;

const useTeller = create<{ readonly tell: Teller }>(() => ({ tell: () => undefined }));

/** From now on codes are told by `tell`. */
export const speak = (tell: Teller): void => useTeller.setState({ tell });

/** Something the daemon says, in English and perhaps by a code. */
export interface Saying extends Reported {
  readonly text: string;
  readonly remedy?: string | null | undefined;
}

interface InWords extends Told {
  /** These are the daemon's own words. */
  readonly isOwn: boolean;
}

/** What a problem says. @param otherwise where its kind says it all */
export const sayingOf = (problem: Problem, otherwise: string): Saying => ({ ...problem, text: problem.text ?? otherwise });

function inWords(tell: Teller, said: Saying): InWords {
  const { text, remedy } = said;
  const told = tell(said);
  const spoken = remedy == null ? null : [remedy];
  return { text: told?.text ?? [text], remedy: told?.remedy ?? spoken, isOwn: told === undefined };
}

/** What the daemon says in the language of the page, as parts of sentences; in its own words where the page knows none. */
export const toldNow = (said: Saying): InWords => inWords(useTeller.getState().tell, said);

/** As `toldNow`, for what is drawn. */
export function useTold(): (said: Saying) => InWords {
  const tell = useTeller((state) => state.tell);
  return (said) => inWords(tell, said);
}

export function written(piece: Piece, formats: Formats): string {
  if (typeof piece === 'string') return piece;
  switch (piece.is) {
    case 'share':
      return formats.percent(piece.raw);
    case 'decimal':
      return formats.amount(piece.raw);
    case 'duration':
      return formats.duration(piece.raw);
    case 'time':
      return formats.stamp(piece.raw);
    default:
      return formats.count(piece.raw);
  }
}

/** A sentence without any marks, for where there is room for letters only. */
export const plainly = (pieces: readonly Piece[], formats: Formats): string => pieces.map((piece) => written(piece, formats)).join('');
