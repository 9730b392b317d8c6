/**
 * Characters no message needs: controls, and those that turn the direction of what follows (Unicode's bidirectional
 * formatting), by which a text could show other than it says.
 */
const UNWANTED = /[\p{Cc}\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu;

/** A text without what could disturb a display; line breaks stay. */
export const clean = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(UNWANTED, (character) => (character === '\n' ? '\n' : character === '\t' ? ' ' : ''));

/** The same on one line. */
export const oneLine = (text: string): string =>
  clean(text)
    .replace(/\s*\n\s*/g, ' ')
    .trim();

/**
 * Cleans and escapes a text and ends it where its escaped form would pass a limit, with an ellipsis and never inside
 * a character.
 *
 * @param limit in UTF-16 units, as the services count
 * @param escaped for one character
 */
export function shorten(text: string, limit: number, escaped: (character: string) => string = (character) => character): string {
  const parts = [...clean(text)].map(escaped);
  let length = 0;
  for (const [index, part] of parts.entries()) {
    length += part.length;
    if (length <= limit) continue;
    const kept = parts.slice(0, index);
    while (kept.length > 0 && kept.reduce((sum, one) => sum + one.length, 0) > limit - 1) kept.pop();
    return `${kept.join('')}…`;
  }
  return parts.join('');
}
