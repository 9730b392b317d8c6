import readline from 'node:readline/promises';
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

export interface TerminalOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** One JSON document, or one a line when streaming, in place of text. */
  readonly json: boolean;
  /** Times in UTC rather than in the machine's zone. */
  readonly utc: boolean;
}

/** What the command says, and asks. Results go to stdout, everything else to stderr. */
export class Terminal {
  readonly json: boolean;
  readonly utc: boolean;
  readonly #stdin: NodeJS.ReadStream;
  readonly #stdout: NodeJS.WriteStream;
  readonly #stderr: NodeJS.WriteStream;

  constructor({ stdin, stdout, stderr, json, utc }: TerminalOptions) {
    this.#stdin = stdin;
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.json = json;
    this.utc = utc;
  }

  /** Somebody sits there who can be asked. */
  get interactive(): boolean {
    return !this.json && this.#stdin.isTTY === true && this.#stderr.isTTY === true;
  }

  /** Progress may be drawn over itself. */
  get animated(): boolean {
    return this.#stderr.isTTY === true;
  }

  print(text: string): void {
    this.#stdout.write(`${text}\n`);
  }

  /** A result: the document itself with `--json`, else its form for people. */
  show<T>(value: T, text: (value: T) => string): void {
    this.print(this.json ? JSON.stringify(value) : text(value));
  }

  /** Something to know that is no result. */
  note(text: string): void {
    this.#stderr.write(`${text}\n`);
  }

  /** Draws a line over the one before; `''` clears it. Nothing where stderr is no terminal. */
  progress(text: string): void {
    if (this.animated) this.#stderr.write(`\r\u001b[K${text}`);
  }

  /** Colours for stdout: only on a terminal, never with `NO_COLOR`. */
  style(style: Style, text: string): string {
    return styleText(style, text, { stream: this.#stdout });
  }

  readonly dim = (text: string): string => this.style('dim', text);

  /** Green above zero, red below. */
  signed(text: string, value: string | number): string {
    const number = Number(value);
    return number === 0 ? text : this.style(number > 0 ? 'green' : 'red', text);
  }

  /** Asks yes or no; anything but yes is no. */
  async confirm(question: string): Promise<boolean> {
    const prompt = readline.createInterface({ input: this.#stdin, output: this.#stderr });
    try {
      return /^y(es)?$/i.test((await prompt.question(`${question} [y/N] `)).trim());
    } catch {
      return false;
    } finally {
      prompt.close();
    }
  }

  /** All of stdin as text, without the newline at its end. */
  async readAll(): Promise<string> {
    let text = '';
    this.#stdin.setEncoding('utf8');
    for await (const chunk of this.#stdin) text += chunk;
    return text.replace(/\r?\n$/, '');
  }

  /** Asks for a line without showing what is typed. */
  async askHidden(question: string): Promise<string> {
    // Whoever types as soon as asked must find the echo off already.
    this.#stdin.setRawMode(true);
    this.#stdin.setEncoding('utf8');
    this.#stderr.write(`${question}: `);
    try {
      return await hiddenLine(this.#stdin);
    } finally {
      this.#stdin.setRawMode(false);
      this.#stdin.pause();
      this.#stderr.write('\n');
    }
  }
}

const ENTER = /[\r\n]/;
const CANCEL = ['\u0003', '\u0004'];
const ERASE = ['\u007f', '\b'];

/** The line as typed; empty when it was broken off. */
async function hiddenLine(stdin: NodeJS.ReadStream): Promise<string> {
  let line = '';
  for await (const chunk of stdin.iterator({ destroyOnReturn: false })) {
    for (const key of String(chunk)) {
      if (ENTER.test(key)) return line;
      if (CANCEL.includes(key)) return '';
      line = ERASE.includes(key) ? line.slice(0, -1) : line + key;
    }
  }
  return line;
}
