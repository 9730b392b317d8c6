/** How well a piece of a query fits, best first; 0 where it does not. */
const FIT = { start: 8, inside: 4, beginnings: 2, letters: 1, none: 0 } as const;

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * How well a text answers to what was typed; 0 when it does not. Every piece of the query must be found: at the start of a
 * word, inside one, as beginnings of words that follow each other (`btcus` for BTC/USDT), or as letters left out of a word
 * that begins alike (`pfm` for Performance). Letters scattered over several words are no match: they find anything.
 */
export function matchOf(text: string, query: string): number {
  const words = wordsOf(text);
  const pieces = wordsOf(query);
  const fits = pieces.map((piece) => fitOf(words, piece));
  if (fits.includes(FIT.none)) return 0;
  const sum = fits.reduce((total, one) => total + one, 0);
  // Of two that fit alike, the shorter text is meant more likely.
  return 1 + sum + 1 / (1 + text.length);
}

function fitOf(words: readonly string[], piece: string): number {
  if (words.some((word) => word.startsWith(piece))) return FIT.start;
  if (words.some((word) => word.includes(piece))) return FIT.inside;
  if (words.some((_word, index) => isBeginnings(words, index, piece))) return FIT.beginnings;
  return words.some((word) => word[0] === piece[0] && isWithin(word, piece)) ? FIT.letters : FIT.none;
}

/** Whether the piece is made of beginnings of the words from `index` on, none of them passed over. */
function isBeginnings(words: readonly string[], index: number, piece: string): boolean {
  if (piece === '') return true;
  const word = words[index];
  if (word === undefined) return false;
  for (let length = Math.min(word.length, piece.length); length > 0; length -= 1) {
    if (word.startsWith(piece.slice(0, length)) && isBeginnings(words, index + 1, piece.slice(length))) return true;
  }
  return false;
}

function isWithin(word: string, piece: string): boolean {
  let from = 0;
  for (const letter of piece) {
    const at = word.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}
