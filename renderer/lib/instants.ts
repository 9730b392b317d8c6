/** A time as the daemon writes it into what it says. */
const INSTANT = /(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) UTC/;
/** Between two matches, `split` gives the two groups of one. */
const STRIDE = 3;

/** The text of the daemon in pieces: words, and UTC milliseconds where it names a time. */
export function partsOf(text: string): ReadonlyArray<string | number> {
  const pieces = text.split(INSTANT);
  return pieces.flatMap((piece, index): ReadonlyArray<string | number> => {
    if (index % STRIDE === 0) return piece === '' ? [] : [piece];
    return index % STRIDE === 1 ? [Date.parse(`${piece}T${pieces[index + 1]}Z`)] : [];
  });
}
