import { type Command, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { action, examples, methodCommand, time, whole } from '../command.ts';
import { table } from '../format/table.ts';
import { balancesText, figuresText, ordersText, periodName, positionsText, summaryText, tradesText } from '../views/trading.ts';

interface ListOptions {
  account?: string;
  limit?: number;
  all?: boolean;
  pair?: string;
  strategy?: string;
  open?: boolean;
  closed?: boolean;
  deleted?: boolean;
  active?: boolean;
  since?: (utc: boolean) => number;
}

interface ProfitOptions {
  account?: string;
  days?: number;
  by?: 'pair' | 'tag' | 'day' | 'week' | 'month';
  count?: number;
}

const ACCOUNT = ['--account <account>', "book meant, such as replay-1; the desk's own when absent"] as const;
const LARGEST_PAGE = 1000;

/** Reads of the books: trades, orders, positions, balances, profit, strategies. */
export function registerLists(program: Command): void {
  registerTrades(program);
  registerOrders(program);
  examples(methodCommand(program, 'positions', 'positions.list'), 'positions', "positions --json | jq '.items[].pair'")
    .option(...ACCOUNT)
    .action(
      action<ListOptions>(async (cli, { account }) => {
        cli.terminal.show(await cli.call('positions.list', { account }), ({ items }) => positionsText(items, cli.terminal));
      }),
    );
  examples(methodCommand(program, 'balances', 'balances.list'), 'balances', 'balances --account replay-1')
    .option(...ACCOUNT)
    .action(
      action<ListOptions>(async (cli, { account }) => {
        cli.terminal.show(await cli.call('balances.list', { account }), (balances) => balancesText(balances, cli.terminal));
      }),
    );
  registerProfit(program);
  registerStrategies(program);
}

function registerTrades(program: Command): void {
  examples(methodCommand(program, 'trades', 'trades.list'), 'trades', 'trades --closed --since 1d', 'trades --account replay-1 --all --json')
    .option('--open', 'only open trades')
    .option('--closed', 'only closed trades')
    .option('--deleted', 'only trades that were taken out of the books')
    .option('--pair <pair>', 'only this pair')
    .option('--strategy <id>', 'only this strategy')
    .option('--since <time>', 'opened at or after: 2h, 2026-03-01, or UTC milliseconds', time)
    .option('--limit <n>', 'at most this many', whole(1), 20)
    .option('--all', 'every one of them')
    .option(...ACCOUNT)
    .action(
      action<ListOptions>(async (cli, { account, pair, strategy, open, closed, deleted, since, ...count }) => {
        const state = open ? 'open' : closed ? 'closed' : deleted ? 'deleted' : undefined;
        const trades = await gather(count, (page) => cli.call('trades.list', { account, pair, strategy, state, since: since?.(cli.terminal.utc), ...page }));
        cli.terminal.show(trades, ({ items }) => tradesText(items, cli.terminal));
      }),
    );
}

function registerOrders(program: Command): void {
  examples(methodCommand(program, 'orders', 'orders.list'), 'orders --active', 'orders --pair BTC/USDT --limit 5')
    .option('--active', 'only orders that can still change')
    .option('--pair <pair>', 'only this pair')
    .option('--limit <n>', 'at most this many', whole(1), 20)
    .option('--all', 'every one of them')
    .option(...ACCOUNT)
    .action(
      action<ListOptions>(async (cli, { account, pair, active, ...count }) => {
        const orders = await gather(count, (page) => cli.call('orders.list', { account, pair, ...(active && { state: 'active' as const }), ...page }));
        cli.terminal.show(orders, ({ items }) => ordersText(items, cli.terminal));
      }),
    );
}

interface Page<T> {
  items: T[];
  nextCursor?: string | undefined;
}

/** Follows the pages of a list until there are enough, or no more. */
async function gather<T>({ limit = 20, all }: ListOptions, read: (page: { limit: number; cursor?: string }) => Promise<Page<T>>): Promise<Page<T>> {
  const wanted = all ? Number.POSITIVE_INFINITY : limit;
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<T> = await read({ limit: Math.min(wanted - items.length, LARGEST_PAGE), ...(cursor && { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && items.length < wanted);
  return { items, ...(cursor && { nextCursor: cursor }) };
}

function registerProfit(program: Command): void {
  examples(methodCommand(program, 'profit', 'performance.summary'), 'profit', 'profit --days 7', 'profit --by day --count 14', 'profit --by pair')
    .option('--days <n>', 'only the last days', whole(1))
    .addOption(new Option('--by <group>', 'closed trades by group').choices(['pair', 'tag', 'day', 'week', 'month']))
    .option('--count <n>', 'how many days, weeks or months', whole(1), 7)
    .option(...ACCOUNT)
    .action(
      action<ProfitOptions>(async (cli, { account, days, by, count = 7 }) => {
        if (by === undefined)
          return cli.terminal.show(await cli.call('performance.summary', { account, days }), (summary) => summaryText(summary, cli.terminal));
        await showGroups(cli, by, count, account);
      }),
    );
}

async function showGroups(cli: Cli, by: NonNullable<ProfitOptions['by']>, count: number, account: string | undefined): Promise<void> {
  const { terminal } = cli;
  const currency = terminal.json ? '' : (await cli.call('bot.status', { account })).stakeCurrency;
  switch (by) {
    case 'pair':
      return terminal.show(await cli.call('performance.byPair', { account }), ({ items }) =>
        figuresText(items, 'PAIR', (item) => item.pair, currency, terminal),
      );
    case 'tag':
      return terminal.show(await cli.call('performance.byTag', { account }), ({ items }) => figuresText(items, 'TAG', (item) => item.tag, currency, terminal));
    case 'day':
    case 'week':
    case 'month': {
      const periods = await cli.call('performance.periods', { account, unit: by, count });
      return terminal.show(periods, ({ items }) => figuresText(items, `${by.toUpperCase()} (UTC)`, periodName, currency, terminal));
    }
  }
}

function registerStrategies(program: Command): void {
  examples(methodCommand(program, 'strategies', 'strategies.list'), 'strategies', 'call strategies.configure id=ema-cross params.fast=8').action(
    action(async (cli) => {
      const { terminal } = cli;
      terminal.show(await cli.call('strategies.list', {}), ({ items }) =>
        table(
          items,
          [
            { head: 'ID', cell: (item) => item.id },
            { head: 'STATE', cell: (item) => (item.enabled ? terminal.style('green', 'enabled') : 'disabled') },
            { head: 'OPEN', align: 'right', cell: (item) => String(item.openTrades) },
            { head: 'PAIRS', cell: (item) => item.pairs?.join(',') ?? 'all' },
            {
              head: 'PARAMETERS',
              cell: (item) =>
                Object.entries(item.params)
                  .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
                  .join(' '),
            },
          ],
          terminal.dim,
        ),
      );
    }),
  );
}
