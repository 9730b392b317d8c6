import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CLI } from '../support/entry.ts';
import { tempFolder } from '../support/temp.ts';

/** Completes a line in a real bash, as readline would: the words split at its word breaks, the cursor at the end. */
function completeInBash(line: string): string[] {
  const bin = tempFolder();
  fs.writeFileSync(path.join(bin, 'nightdesk'), `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`, { mode: 0o755 });
  const script = `
    compopt() { :; }
    source <(nightdesk completion bash)
    COMP_LINE=${JSON.stringify(line)}
    COMP_POINT=\${#COMP_LINE}
    read -ra COMP_WORDS <<< "\${COMP_LINE//=/ = }"
    COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
    $(complete -p nightdesk | sed 's/.*-F \\([^ ]*\\).*/\\1/')
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}`, NIGHTDESK_HOME: bin };
  return execFileSync('bash', ['--norc', '-c', script], { env, encoding: 'utf8' }).split('\n').filter(Boolean);
}

test.each([
  ['nightdesk bot p', ['panic', 'pause']],
  ['nightdesk call bot.sta', ['bot.start', 'bot.status']],
  ['nightdesk call orders.place si', ['side=']],
  ['nightdesk watch trade.ex', ['trade.exit', 'trade.exit_cancel', 'trade.exit_fill']],
  ['nightdesk bot panic --fl', ['--flatten']],
  // Bash has taken `side=` for a word that is done: only what follows is put into the line.
  ['nightdesk call orders.place side=', ['buy', 'sell']],
])('bash completes "%s"', (line, expected) => expect(completeInBash(line)).toEqual(expected));
