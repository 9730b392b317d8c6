import type { TypedEvent } from '../daemon/protocol/index.ts';
import type { BotState } from '../daemon/protocol/schemas/bot.ts';
import { DESK } from './desk-watch.ts';

export const NOTICE_LEVELS = ['info', 'warning', 'error', 'critical'] as const;
export type NoticeLevel = (typeof NOTICE_LEVELS)[number];

/** Something worth telling people who do not look at the console. */
export interface Notice {
  readonly level: NoticeLevel;
  readonly title: string;
  readonly body: string;
  /** Page of the console that says more. */
  readonly page: string;
}

const BOT: Readonly<Record<BotState, readonly [NoticeLevel, string]>> = {
  running: ['info', 'The bot is running'],
  paused: ['info', 'The bot is paused: no new entries'],
  stopped: ['info', 'The bot is stopped'],
  panicked: ['critical', 'The bot was halted by a quick stop'],
  needs_attention: ['critical', 'The bot needs attention'],
};

/** What an event of the daemon is to people; undefined when it is nothing they are told of, such as what a replay does. */
export function noticeOf({ topic, data }: TypedEvent): Notice | undefined {
  if ('account' in data && data.account !== undefined && data.account !== DESK) return undefined;
  switch (topic) {
    case 'bot.state': {
      const [level, title] = BOT[data.status.state];
      return { level, title, body: data.reason ?? '', page: 'overview' };
    }
    case 'trade.entry_fill':
    case 'trade.exit_fill': {
      const { fill, order } = data;
      const did = order.side === 'buy' ? 'Bought' : 'Sold';
      return { level: 'info', title: `${did} ${order.pair}`, body: `${fill.amount} at ${fill.price}`, page: 'trades' };
    }
    case 'warning':
      return { level: 'warning', title: `Warning: ${data.source}`, body: lines(data.text, data.remedy), page: 'overview' };
    case 'exception':
      return { level: 'error', title: `Error: ${data.source}`, body: lines(data.text, data.remedy), page: 'overview' };
    case 'risk.breach':
      return { level: 'warning', title: 'A risk limit was reached', body: data.text, page: 'overview' };
    case 'protection.triggered':
    case 'protection.global': {
      const { protection, lock } = data;
      const isAll = topic === 'protection.global';
      return {
        level: isAll ? 'warning' : 'info',
        title: isAll ? 'All pairs are locked' : `${lock.pair} is locked`,
        body: `${protection}: ${lock.reason}`,
        page: 'risk',
      };
    }
    case 'alert.fired':
      return { level: 'warning', title: data.name ?? 'Alert', body: data.text, page: 'overview' };
    case 'channel.state':
      if (data.state !== 'parked') return undefined;
      return { level: 'error', title: `Channel ${data.channel} was parked`, body: lines(data.reason, data.remedy), page: 'overview' };
    case 'daemon.health':
      return data.state === 'failing' ? { level: 'error', title: 'The daemon is in trouble', body: data.text, page: 'overview' } : undefined;
    case 'daemon.state':
      if (data.state !== 'started' || data.lastExit !== 'crash') return undefined;
      return { level: 'error', title: 'The daemon was restarted after a crash', body: 'The desk is trading again.', page: 'overview' };
    default:
      return undefined;
  }
}

const lines = (...parts: ReadonlyArray<string | null | undefined>): string => parts.filter(Boolean).join('\n');

/** The daemon is down and the console does not bring it up again. */
export const daemonDown = (problem: string): Notice => ({
  level: 'critical',
  title: 'Nightdesk is not trading',
  body: `The daemon does not run: ${problem.split('\n')[0]}`,
  page: 'overview',
});
