import { randomBytes } from 'node:crypto';
import type { Coded } from '../protocol/codes.ts';

/** What a log line may carry beside its text. Anything else is kept as plain data. */
export interface LogData {
  /** The failure behind the line. Its stack goes to the log file, under `ref`. */
  error?: unknown;
  /** Finds the line again; made up when `error` is given without one. */
  ref?: string;
  /** What a person can do about it; shown with warnings and errors. */
  remedy?: string;
  /** What the text says, for those who read it in another language. */
  is?: Coded;
  /** The book it is about. */
  account?: string;
  [key: string]: unknown;
}

/** Where the daemon's parts say what they do. Lines from `warn` on are journalled too and reach the operator. */
export interface Log {
  debug(text: string, data?: LogData): void;
  info(text: string, data?: LogData): void;
  warn(text: string, data?: LogData): void;
  error(text: string, data?: LogData): void;
  /** The same log under another source, such as `engine` or `channels.ops`. */
  child(source: string): Log;
}

/** A short word that ties an error a caller saw to its details in the log. */
export const newRef = (): string => randomBytes(5).toString('hex');

/** Takes everything and keeps nothing. */
export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => SILENT };
