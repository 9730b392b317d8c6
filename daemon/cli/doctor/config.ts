import fs from 'node:fs';
import { parseConfig } from '../../config/parse.ts';
import { showProblem } from '../../config/problem.ts';
import { type Finding, fail, ok } from './check.ts';

/** The configuration as the daemon would read it, environment variables included. */
export function checkFile(file: string): Finding {
  if (!fs.existsSync(file)) return ok('config', `${file} is not there yet; the first start writes it`);
  const parsed = parseConfig(fs.readFileSync(file, 'utf8'), process.env);
  if (parsed.ok) return ok('config', file);
  return fail('config', parsed.problems.map((problem) => showProblem(file, problem)).join('; '), 'Mend it with: nightdesk config edit');
}
