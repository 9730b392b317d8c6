import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Params, Result } from '../../protocol/index.ts';
import type { Cli } from '../cli.ts';
import { action, examples, group, methodCommand, whole, words } from '../command.ts';
import { parseParams } from '../contract/params.ts';
import { CliError } from '../exit.ts';
import { hooksText, messagesText, signalsText, testText } from '../views/signals.ts';

type Terms = Omit<Params<'signals.configure'>, 'id'>;

interface TermOptions {
  pairs?: string[];
  stake?: Terms['sizing'];
  sources?: string[];
  text?: string;
}

const OUTCOMES = ['placed', 'ignored', 'refused', 'expired', 'unknown'] as const;

/** Alerts of TradingView, and of others that can post a line, as signals. */
export function registerSignals(program: Command): void {
  const signals = group(program, 'signals', 'Alerts of TradingView that trade: hooks, and what came in through them.');
  examples(methodCommand(signals, 'list', 'signals.list'), 'signals list').action(
    action(async (cli) => cli.terminal.show(await cli.call('signals.list', {}), ({ items }) => hooksText(items, cli.terminal))),
  );
  registerTerms(signals);
  examples(methodCommand(signals, 'rotate <id>', 'signals.rotate'), 'signals rotate breakout --yes').action(
    action(async (cli, _options, id) => showSecret(cli, await cli.call('signals.rotate', { id }))),
  );
  examples(methodCommand(signals, 'remove <id>', 'signals.remove'), 'signals remove breakout --yes').action(
    action(async (cli, _options, id) => cli.terminal.show(await cli.call('signals.remove', { id }), () => `${id}: removed.`)),
  );
  registerLooks(signals);
}

function registerTerms(signals: Command): void {
  const terms = (command: Command) =>
    command
      .argument('<id>', 'a name of your choice: small letters, digits and -')
      .argument('[terms...]', 'further terms as key=value, such as maxAgeSeconds=30 or pyramiding=true')
      .option('--pairs <pairs>', 'pairs it may trade; all that the desk trades when absent', words)
      .option('--stake <stake>', 'what an entry takes: `account`, an amount such as 200, a share such as 5%, or `message`', stake)
      .option('--sources <networks>', "addresses that may send to it beside TradingView's own", words)
      .option('--text <pattern>', "read lines of text, such as '{action} {ticker} {time}', and not JSON");
  terms(
    examples(
      methodCommand(signals, 'create', 'signals.create'),
      'signals create breakout',
      'signals create dips --pairs BTC/USDT,ETH/USDT --stake 200',
      "signals create lines --text '{action} {ticker} {time}' --stake 5%",
      'signals create exits actions=sell strategy=null',
    ),
  ).action(
    action<TermOptions>(async (cli, options, id, ...given) => showSecret(cli, await cli.call('signals.create', { id, ...termsOf(given.flat(), options) }))),
  );
  terms(
    examples(
      methodCommand(signals, 'set', 'signals.configure'),
      'signals set breakout --stake 100 maxAgeSeconds=30',
      'signals set breakout enabled=false',
      `signals set breakout symbols='{"BTCUSD":"BTC/USDT"}'`,
    ),
  ).action(
    action<TermOptions>(async (cli, options, id, ...given) => {
      const hook = await cli.call('signals.configure', { id, ...termsOf(given.flat(), options) });
      cli.terminal.show(hook, (value) => hooksText([value], cli.terminal));
    }),
  );
}

function termsOf(given: readonly string[], { pairs, stake: sizing, sources, text }: TermOptions): Terms {
  const rest = given.length === 0 ? {} : (parseParams('signals.configure', given) as Terms);
  return {
    ...rest,
    ...(pairs && { pairs }),
    ...(sizing && { sizing }),
    ...(sources && { sources }),
    ...(text !== undefined && { template: { kind: 'text', pattern: text } }),
  };
}

function registerLooks(signals: Command): void {
  const message = methodCommand(signals, 'message <id>', 'signals.list');
  message
    .summary('the message to paste into TradingView')
    .description('The message to paste into the alert box of TradingView, with SECRET where the secret of the hook goes.');
  examples(message, 'signals message breakout').action(
    action(async (cli, _options, id) => {
      const { items } = await cli.call('signals.list', {});
      const hook = items.find((item) => item.id === id);
      if (!hook) throw new CliError(`there is no hook "${id}"`, { hint: 'Those there are: nightdesk signals list' });
      cli.terminal.show({ url: hook.url, messages: hook.messages }, () => messagesText(hook.url, hook.messages, cli.terminal));
    }),
  );
  examples(methodCommand(signals, 'received [hook]', 'signals.received'), 'signals received', 'signals received breakout --outcome refused')
    .addOption(new Option('--outcome <outcome>', 'only these').choices(OUTCOMES))
    .option('--limit <n>', 'at most this many', whole(1), 20)
    .action(
      action<{ outcome?: (typeof OUTCOMES)[number]; limit?: number }>(async (cli, { outcome, limit }, hook) => {
        cli.terminal.show(await cli.call('signals.received', { hook, outcome, limit }), ({ items }) => signalsText(items, cli.terminal));
      }),
    );
  examples(
    methodCommand(signals, 'test <id> [message]', 'signals.test'),
    'signals test breakout',
    'signals test breakout --action sell --pair ETH/USDT',
    `signals test breakout '{"action":"buy","ticker":"BINANCE:BTCUSDT.P","time":"{{timenow}}"}'`,
  )
    .addOption(new Option('--action <action>', 'what an alert of a strategy would do').choices(['buy', 'sell']))
    .option('--pair <pair>', 'pair of the chart')
    .action(
      action<{ action?: 'buy' | 'sell'; pair?: string }>(async (cli, { action: verb, pair }, id, given) => {
        cli.terminal.show(await cli.call('signals.test', { id: id as string, message: given, action: verb, pair }), (value) => testText(value, cli.terminal));
      }),
    );
}

function showSecret(cli: Cli, made: Result<'signals.create'>): void {
  cli.terminal.show(made, ({ hook, messages }) => messagesText(hook.url, messages, cli.terminal));
  if (cli.terminal.json) return;
  cli.terminal.note(`The secret is in the ${made.messages.length === 1 ? 'message' : 'messages'}, and is not shown again.`);
  if (made.hook.url === null)
    cli.terminal.note('The way in is closed: open it with `nightdesk gateways start tradingview`, and put a proxy or tunnel before it.');
}

/** Option parser: what an entry takes. */
function stake(text: string): Terms['sizing'] {
  if (text === 'account' || text === 'message') return { kind: text };
  const share = /^(\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1];
  if (share !== undefined) return { kind: 'fraction', value: Number(share) / 100 };
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('Expected account, an amount such as 200, a share such as 5%, or message.');
  return { kind: 'fixed', value: text };
}
