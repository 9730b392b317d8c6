import { CODE_TEXTS } from '../../protocol/texts/index.ts';
import { type Piece, type Reported, tell } from '../../protocol/texts/tell.ts';
import type { Language } from './catalogue.ts';
import type { Formatter } from './format.ts';

/**
 * What something with a code says in a language, in place of its English `text` and `remedy`. Nothing for a code of
 * another version, or where a parameter is missing: its own words then stay.
 */
export function toldIn(language: Language, formatter: Formatter, coded: Reported): { readonly text?: string; readonly remedy?: string } {
  const told = tell(coded, CODE_TEXTS[language]);
  if (!told) return {};
  const written = (pieces: readonly Piece[]) => pieces.map((piece) => write(piece, formatter)).join('');
  return { text: written(told.text), ...(told.remedy && { remedy: written(told.remedy) }) };
}

function write(piece: Piece, formatter: Formatter): string {
  if (typeof piece === 'string') return piece;
  const { is, raw } = piece;
  if (is === 'time' || is === 'duration') return formatter.write({ is, raw });
  return formatter.write({ is: is === 'share' ? 'share' : 'number', raw: String(raw) });
}
