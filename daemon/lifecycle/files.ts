import fs from 'node:fs';
import path from 'node:path';

export interface WriteOptions {
  /** False where the loss of the file in a loss of power does no harm: it is quicker. */
  readonly durable?: boolean;
}

/**
 * Replaces a file, readable by its user only, so that a crash or loss of power leaves either the old text or the new
 * one, whole. A symbolic link stays one: what it points to is replaced.
 */
export function writeAtomic(file: string, text: string, { durable = true }: WriteOptions = {}): void {
  const target = resolved(file);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    const handle = fs.openSync(temporary, 'w', 0o600);
    try {
      fs.writeFileSync(handle, text);
      if (durable) fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    fs.renameSync(temporary, target);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
  if (durable) syncFolder(path.dirname(target));
}

function resolved(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}

/** Makes the rename itself durable; Windows has no such call. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

/** The last lines of a text file; empty when there is none. Reads at most 64 KiB. */
export function tail(file: string, lines: number): string[] {
  let handle: number;
  try {
    handle = fs.openSync(file, 'r');
  } catch {
    return [];
  }
  try {
    const size = fs.fstatSync(handle).size;
    const length = Math.min(size, 64 * 1024);
    const buffer = Buffer.alloc(length);
    fs.readSync(handle, buffer, 0, length, size - length);
    return buffer.toString('utf8').trimEnd().split('\n').slice(-lines);
  } finally {
    fs.closeSync(handle);
  }
}

/** A JSON file's value, or undefined when it is absent or unreadable as JSON. */
export function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
