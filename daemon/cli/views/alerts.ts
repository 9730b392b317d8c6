import type { Result } from '../../protocol/index.ts';
import { plain } from '../format/plain.ts';
import { table } from '../format/table.ts';
import { relative } from '../format/time.ts';
import type { Terminal } from '../terminal.ts';

type Rule = Result<'alerts.list'>['items'][number];

const STATE_STYLE = { armed: 'green', fired: 'yellow', done: 'dim', disabled: 'dim', failing: 'red' } as const;

export function alertsText(rules: readonly Rule[], terminal: Terminal, now = Date.now()): string {
  if (rules.length === 0) return 'No alert rules. Add one with: nightdesk alerts add price_above pair=BTC/USDT price=100000';
  return table<Rule>(
    rules,
    [
      { head: 'ID', cell: (rule) => rule.id },
      { head: 'NAME', cell: (rule) => plain(rule.name ?? '') },
      { head: 'TELLS OF', cell: (rule) => plain(rule.watches) },
      { head: 'NOW', align: 'right', cell: (rule) => (rule.value === null ? '' : `${rule.value} ${rule.unit}`) },
      { head: 'STATE', cell: (rule) => terminal.style(STATE_STYLE[rule.state], rule.state) },
      { head: 'REPEAT', cell: (rule) => (rule.repeat === 'once' ? 'once' : `after ${rule.cooldownMinutes} min`) },
      { head: 'FIRED', align: 'right', cell: (rule) => (rule.firedAt === null ? '0' : `${rule.fired}, ${relative(rule.firedAt, now)}`) },
      { head: 'PROBLEM', cell: (rule) => plain(rule.problem ?? '') },
    ],
    terminal.dim,
  );
}
