import fs from 'node:fs';
import { resolvePaths } from './paths.ts';

/**
 * What a client shows on Windows, where every user can open the pipe but only this one can read the token.
 *
 * @returns undefined on other systems, and before the daemon's first start
 */
export function pipeToken(): string | undefined {
  if (process.platform !== 'win32') return undefined;
  const { token } = resolvePaths();
  return fs.existsSync(token) ? fs.readFileSync(token, 'utf8').trim() : undefined;
}
