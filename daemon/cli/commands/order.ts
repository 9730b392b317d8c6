import { Argument, type Command } from 'commander';
import type { Params } from '../../protocol/index.ts';
import { action, examples, group, methodCommand } from '../command.ts';
import { ordersText } from '../views/trading.ts';

type Placed = Params<'orders.place'>;

/** Orders by hand. */
export function registerOrder(program: Command): void {
  const order = group(program, 'order', 'Place and cancel orders by hand.');
  examples(
    methodCommand(order, 'place', 'orders.place'),
    'order place buy BTC/USDT 0.01',
    'order place buy BTC/USDT 0.01 --price 20000 --tag dip',
    'order place sell BTC/USDT 0.01 --type stop --price 18000',
  )
    .addArgument(new Argument('<side>', 'buy or sell').choices(['buy', 'sell']))
    .argument('<pair>', 'such as BTC/USDT')
    .argument('<amount>', 'in the base currency')
    .option('--price <price>', 'limit price, or trigger price of a stop order')
    .option('--type <type>', 'market, limit or stop; limit when there is a price, else market')
    .option('--tag <tag>', 'a word to find it by')
    .option('--client-order-id <id>', 'your own id: the same again places nothing twice')
    .option('--account <account>', "book meant; the desk's own when absent")
    .action(
      action<Pick<Placed, 'price' | 'type' | 'tag' | 'clientOrderId' | 'account'>>(async (cli, options, side, pair, amount) => {
        const { price, type = price === undefined ? 'market' : 'limit', tag, clientOrderId, account } = options;
        const params = { account, pair, side, type, amount, price, tag, clientOrderId } as Placed;
        cli.terminal.show(await cli.call('orders.place', params), (placed) => ordersText([placed], cli.terminal));
      }),
    );
  examples(methodCommand(order, 'cancel <id>', 'orders.cancel'), 'order cancel o_12').action(
    action(async (cli, _options, id) => {
      cli.terminal.show(await cli.call('orders.cancel', { id }), (cancelled) => ordersText([cancelled], cli.terminal));
    }),
  );
  examples(methodCommand(order, 'cancel-all', 'orders.cancelAll'), 'order cancel-all', 'order cancel-all --pair BTC/USDT')
    .option('--pair <pair>', 'only this pair')
    .option('--account <account>', "book meant; the desk's own when absent")
    .action(
      action<{ pair?: string; account?: string }>(async (cli, { pair, account }) => {
        cli.terminal.show(await cli.call('orders.cancelAll', { pair, account }), ({ orders }) => ordersText(orders, cli.terminal));
      }),
    );
}
