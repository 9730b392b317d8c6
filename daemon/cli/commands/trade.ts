import type { Command } from 'commander';
import { action, examples, group, methodCommand } from '../command.ts';
import { tradesText } from '../views/trading.ts';

/** Trades taken out of the books, and back. */
export function registerTrade(program: Command): void {
  const trade = group(program, 'trade', 'Take trades out of the books, and back.');
  examples(methodCommand(trade, 'delete <id>', 'trades.delete'), 'trade delete t_7', 'trade delete t_7 --yes').action(
    action(async (cli, _options, id) => {
      cli.terminal.show(
        await cli.call('trades.delete', { id }),
        ({ left }) => `${id} is out of the books; ${left.amount} ${left.currency} stay in the account. nightdesk trade restore ${id} takes it back.`,
      );
    }),
  );
  examples(methodCommand(trade, 'restore <id>', 'trades.restore'), 'trade restore t_7').action(
    action(async (cli, _options, id) => {
      cli.terminal.show(await cli.call('trades.restore', { id }), (restored) => tradesText([restored], cli.terminal));
    }),
  );
}
