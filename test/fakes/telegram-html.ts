/** Tags that messages may have (https://core.telegram.org/bots/api#html-style). */
const TAGS = new Set(['b', 'strong', 'i', 'em', 'u', 'ins', 's', 'strike', 'del', 'span', 'tg-spoiler', 'a', 'code', 'pre', 'blockquote', 'tg-emoji']);
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const TOKEN = /<(?<close>\/)?(?<tag>[a-zA-Z-]+)(?<rest>[^<>]*)>|&(?:(?<name>[a-z]+)|#(?<code>\d+));|(?<text>[^<&]+)|(?<stray>[<&])/g;

/**
 * Reads HTML as strictly as the Bot API does.
 *
 * @returns the visible text
 * @throws Error with the server's words
 */
export function visibleText(html: string): string {
  const open: string[] = [];
  let text = '';
  for (const { groups = {}, index } of html.matchAll(TOKEN)) {
    const { close, tag, name, code, text: plain, stray } = groups;
    if (plain !== undefined) text += plain;
    else if (code !== undefined) text += String.fromCodePoint(Number(code));
    else if (name !== undefined) {
      const character = ENTITIES[name];
      // An entity the server does not know stands as it is written.
      text += character ?? `&${name};`;
    } else if (stray === '<') throw new Error(`Unsupported start tag "" at byte offset ${index}`);
    else if (stray === '&') text += '&';
    else if (tag !== undefined) turn(open, tag.toLowerCase(), close !== undefined, index);
  }
  if (open.length > 0) throw new Error(`Can't find end tag corresponding to start tag "${open.at(-1)}"`);
  return text;
}

function turn(open: string[], tag: string, closing: boolean, index: number): void {
  if (!TAGS.has(tag)) throw new Error(`Unsupported start tag "${tag}" at byte offset ${index}`);
  if (!closing) {
    open.push(tag);
    return;
  }
  const last = open.pop();
  if (last !== tag) throw new Error(`Unmatched end tag at byte offset ${index}, expected "</${last ?? ''}>", found "</${tag}>"`);
}
