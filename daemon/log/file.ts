import fs from 'node:fs';
import path from 'node:path';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import { LOG_FILE } from './names.ts';

export interface LogFileOptions {
  /** Folder of the logs. */
  readonly folder: string;
  readonly sizeMb: number;
  /** Old files that are kept: `daemon.log.1` is the newest of them. */
  readonly files: number;
  /** Told when the file can't be written; logging goes on without it. */
  readonly onFault: (error: Error) => void;
}

/** `daemon.log`, one JSON object per line, turned over by size. */
export class LogFile {
  readonly #stream: RotatingFileStream;
  readonly #file: string;

  constructor({ folder, sizeMb, files, onFault }: LogFileOptions) {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#file = path.join(folder, LOG_FILE);
    this.#stream = createStream(LOG_FILE, {
      path: folder,
      size: `${sizeMb}M`,
      rotate: files,
      mode: 0o600,
    });
    this.#stream.on('error', onFault);
    this.#stream.on('warning', onFault);
  }

  write(line: string): void {
    this.#stream.write(`${line}\n`);
  }

  /** Writes at once, for the last words of a process. */
  writeNow(line: string): void {
    fs.appendFileSync(this.#file, `${line}\n`, { mode: 0o600 });
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#stream.end(() => resolve()));
  }
}
