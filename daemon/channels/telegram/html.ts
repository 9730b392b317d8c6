/** Text in Telegram's HTML (https://core.telegram.org/bots/api#html-style), every value in it escaped. */
export class Html {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

type Part = Html | string | number | readonly Html[];

/** What Telegram refuses or nobody can see: control characters but tab and newline, and halves of surrogate pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const UNWANTED = /[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]/g;

export const escapeHtml = (text: string): string =>
  text.toWellFormed().replace(UNWANTED, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const sourceOf = (part: Part): string => {
  if (part instanceof Html) return part.source;
  return Array.isArray(part) ? lines(part).source : escapeHtml(String(part));
};

/** Tag for templates: what is written stands as it is, what is put in is escaped. */
export const html = (written: TemplateStringsArray, ...put: readonly Part[]): Html =>
  new Html(written.map((text, index) => text + (index < put.length ? sourceOf(put[index] as Part) : '')).join(''));

/** One under the other; what is absent takes no line. */
export const lines = (parts: ReadonlyArray<Html | string | null | undefined | false>): Html =>
  new Html(
    parts
      .filter((part) => part !== null && part !== undefined && part !== false)
      .map((part) => sourceOf(part as Part))
      .join('\n'),
  );

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** The same words without marks, for a server that does not take them. */
export const plainText = (source: string): string =>
  source.replace(/<[^>]*>/g, '').replace(/&(lt|gt|amp|quot);/g, (_entity, name: string) => NAMED[name] ?? '');

const TOKEN = /<\/?(?<tag>[a-z]+)(?:\s[^>]*)?>|&[a-z]+;|\n|[^<&\n]+/g;

/** Cuts text so that each piece has at most `limit` visible characters and marks that close; at line ends where it can. */
export function split(source: string, limit: number): string[] {
  const pieces: string[] = [];
  const open: string[] = [];
  let piece = '';
  let length = 0;
  const closing = () =>
    open
      .map((mark) => `</${mark.slice(1).split(/[\s>]/)[0]}>`)
      .toReversed()
      .join('');
  const cut = () => {
    if (plainText(piece).trim() !== '') pieces.push((piece + closing()).trim());
    piece = open.join('');
    length = 0;
  };
  const add = (text: string, size: number) => {
    piece += text;
    length += size;
  };
  for (const line of linesOf(source)) {
    if (length > 0 && length + visible(line) > limit && visible(line) <= limit) cut();
    for (const { 0: token, groups } of line.matchAll(TOKEN)) {
      if (groups?.tag !== undefined) {
        add(token, 0);
        if (token.startsWith('</')) open.pop();
        else open.push(token);
      } else if (token.startsWith('&')) {
        if (length + 1 > limit) cut();
        add(token, 1);
      } else {
        for (let rest = token; rest !== ''; ) {
          if (length >= limit) cut();
          const part = headOf(rest, limit - length);
          if (part === '') cut();
          add(part, part.length);
          rest = rest.slice(part.length);
        }
      }
    }
  }
  cut();
  return pieces.length > 0 ? pieces : [''];
}

const linesOf = (source: string): string[] => source.split(/(?<=\n)/);

const visible = (source: string): number => source.replace(/<[^>]*>/g, '').replace(/&[a-z]+;/g, '&').length;

/** At most `size` of the text, no pair of surrogates torn apart. */
function headOf(text: string, size: number): string {
  const head = text.slice(0, size);
  return head.length < text.length && /[\ud800-\udbff]$/.test(head) ? head.slice(0, -1) : head;
}
