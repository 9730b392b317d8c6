import type { Result } from '../../protocol/index.ts';
import { plain } from '../format/plain.ts';
import { table } from '../format/table.ts';
import { relative } from '../format/time.ts';
import type { Terminal } from '../terminal.ts';

type Hook = Result<'signals.list'>['items'][number];
type Signal = Result<'signals.received'>['items'][number];
type Test = Result<'signals.test'>;

const STYLE = { placed: 'green', ignored: 'dim', refused: 'red', expired: 'yellow', unknown: 'yellow' } as const;

function stakeText({ sizing }: Hook): string {
  if (sizing.kind === 'fixed') return sizing.value;
  return sizing.kind === 'fraction' ? `${Number((sizing.value * 100).toFixed(2))} %` : sizing.kind;
}

export function hooksText(hooks: readonly Hook[], terminal: Terminal, now = Date.now()): string {
  if (hooks.length === 0) return 'No hooks. Make one with: nightdesk signals create breakout';
  return table<Hook>(
    hooks,
    [
      { head: 'ID', cell: (hook) => hook.id },
      { head: 'STATE', cell: (hook) => (hook.enabled ? terminal.style('green', 'on') : terminal.dim('off')) },
      { head: 'TRADES OF', cell: (hook) => hook.strategy ?? `${hook.account}, all` },
      { head: 'MAY', cell: (hook) => hook.actions.join(',') },
      { head: 'PAIRS', cell: (hook) => hook.pairs?.join(',') ?? 'all' },
      { head: 'STAKE', align: 'right', cell: stakeText },
      { head: 'EXPIRES', align: 'right', cell: (hook) => (hook.maxAgeSeconds === null ? 'never' : `${hook.maxAgeSeconds} s`) },
      { head: 'RECEIVED', align: 'right', cell: (hook) => (hook.lastSignalAt === null ? '0' : `${hook.received}, ${relative(hook.lastSignalAt, now)}`) },
      { head: 'ADDRESS', cell: (hook) => hook.url ?? 'closed' },
    ],
    terminal.dim,
  );
}

const USED_FOR = {
  strategy: 'Alert of a strategy',
  buy: 'Alert of an indicator or a price, to buy',
  sell: 'Alert of an indicator or a price, to sell',
} as const;

export function messagesText(url: string | null, messages: Hook['messages'], terminal: Terminal): string {
  const parts = messages.map((message) => `${terminal.dim(`${USED_FOR[message.for]}, the message:`)}\n${message.text}`);
  return [`${terminal.dim('Webhook URL:')}\n${url ?? '(the way in is closed)'}`, ...parts].join('\n\n');
}

export function signalsText(signals: readonly Signal[], terminal: Terminal, now = Date.now()): string {
  if (signals.length === 0) return 'No signals.';
  return table<Signal>(
    signals,
    [
      { head: 'ID', cell: (signal) => signal.id },
      { head: 'WHEN', cell: (signal) => relative(signal.ts, now) },
      { head: 'HOOK', cell: (signal) => signal.hook },
      { head: 'WANTS', cell: (signal) => [signal.action, signal.pair].filter(Boolean).join(' ') },
      { head: 'OUTCOME', cell: (signal) => terminal.style(STYLE[signal.outcome], signal.outcome) },
      { head: 'ORDERS', cell: (signal) => signal.orders.join(',') },
      { head: 'REPEATS', align: 'right', cell: (signal) => (signal.repeats === 0 ? '' : String(signal.repeats)) },
      { head: 'FROM', cell: (signal) => signal.remote },
      { head: 'WHY', cell: (signal) => plain(signal.reason ?? '') },
    ],
    terminal.dim,
  );
}

export function testText(test: Test, terminal: Terminal): string {
  const { outcome, reason, action, pair, amount, price, cost, fee, currency } = test;
  const would = outcome === 'placed' ? 'would be placed' : `would be ${outcome}`;
  const figures = [
    action && pair && `${action} ${amount ?? ''} ${pair}`.replace('  ', ' '),
    price && `at ${price} ${currency}`,
    cost && `costs ${cost} ${currency}`,
    fee && `fee ${fee} ${currency}`,
  ].filter(Boolean);
  return [
    terminal.style(STYLE[outcome], would) + (figures.length > 0 ? `: ${figures.join(', ')}` : ''),
    reason && plain(reason),
    ...test.message.split('\n').map((line) => terminal.dim(plain(line))),
  ]
    .filter(Boolean)
    .join('\n');
}
