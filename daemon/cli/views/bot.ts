import type { Result } from '../../protocol/index.ts';
import { gain, money } from '../format/number.ts';
import { facts } from '../format/table.ts';
import { dateTime, duration, relative } from '../format/time.ts';
import type { Terminal } from '../terminal.ts';

type BotStatus = Result<'bot.status'>;
type Reason = BotStatus['reasons'][number];

const STATE_STYLE = { running: 'green', paused: 'yellow', stopped: 'yellow', panicked: 'red', needs_attention: 'red' } as const;
const SEVERITY_STYLE = { info: 'dim', warning: 'yellow', critical: 'red' } as const;

/** State, money and the age of prices of a bot, with what keeps it from trading. */
export function botText(status: BotStatus, terminal: Terminal): string {
  const { data } = status;
  const state = terminal.style(STATE_STYLE[status.state], status.state.replace('_', ' '));
  const age = data.ageMs === null ? 'no price yet' : data.ageMs < 1000 ? 'now' : `${duration(data.ageMs)} old`;
  const lines = facts(
    [
      ['State', `${state} since ${dateTime(status.since, terminal.utc)} (${relative(status.since, Date.now())})`],
      ['Mode', `${status.mode === 'live' ? terminal.style('red', 'LIVE') : status.mode}, account ${status.account}`],
      ['Strategies', status.strategies.join(', ') || 'none'],
      ['Equity', `${money(status.equity, status.stakeCurrency)} ${status.stakeCurrency}`],
      ['Today', terminal.signed(gain(status.profitToday, status.stakeCurrency), status.profitToday)],
      ['Open', `${status.openTrades} of ${status.maxOpenTrades} trades, ${status.openOrders} orders`],
      ['Prices', `${data.label}, ${data.timeframe}, ${data.state} (${age})`],
    ],
    terminal.dim,
  );
  return [lines, reasonsText(status.reasons, terminal)].filter(Boolean).join('\n');
}

/** One line for each thing that keeps the bot from trading, with its remedy. */
export function reasonsText(reasons: readonly Reason[], terminal: Terminal): string {
  return reasons
    .map(({ severity, text, remedy, pair, strategy }) => {
      // Most texts name the strategy or the pair themselves.
      const where = [strategy, pair].filter((part) => part !== undefined && !text.includes(part)).join(' ');
      return `${terminal.style(SEVERITY_STYLE[severity], severity)}: ${where ? `${where}: ` : ''}${text}${remedy ? ` ${terminal.dim(`→ ${remedy}`)}` : ''}`;
    })
    .join('\n');
}
