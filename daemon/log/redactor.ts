/** Shorter values would blot out ordinary words. */
const SHORTEST = 6;
const MASK = '[secret]';

/** Credentials recognised by their shape, for those that never passed through the vault. */
const SHAPES: readonly RegExp[] = [
  /\d{8,12}:[A-Za-z0-9_-]{30,}/g, // Telegram bot token
  /\bwhsec_[A-Za-z0-9+/=]{16,}/g, // Standard Webhooks
  /\beyJ[A-Za-z0-9_-]+\.eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/g, // JWT
  /\bnd[a-z]?_[A-Za-z0-9_-]{20,}/g, // our own tokens
  /(?<=\b(?:Bearer|Basic)\s)[A-Za-z0-9+/=._~-]{8,}/gi,
  /(?<=:\/\/[^\s/:@"]{1,100}:)[^\s/@"]+(?=@)/g, // password in a URL
  /(?<=[?&](?:token|key|secret|password|signature|api_?key|access_token)=)[^\s&#"]+/gi,
];

/**
 * Keeps secrets out of whatever is written down or sent: by value, for every secret it was told of, wherever it turns
 * up; and by shape for common tokens.
 */
export class Redactor {
  readonly #values = new Set<string>();
  #known: RegExp | undefined;

  /** From now on this value is masked, as it is and as it looks inside a URL or JSON. */
  add(value: string): void {
    const forms = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)].filter((form) => form.length >= SHORTEST && !this.#values.has(form));
    if (forms.length === 0) return;
    for (const form of forms) this.#values.add(form);
    const longestFirst = [...this.#values].sort((a, b) => b.length - a.length);
    this.#known = new RegExp(longestFirst.map((form) => form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'g');
  }

  readonly clean = (text: string): string => {
    const known = this.#known ? text.replace(this.#known, MASK) : text;
    return SHAPES.reduce((cleaned, shape) => cleaned.replace(shape, MASK), known);
  };
}
