import type { BotStatus } from '../../../daemon/protocol/schemas/bot.ts';

/** How a bot stands that trades on paper with two trades open. */
export const botStatus = (more: Partial<BotStatus> = {}): BotStatus => ({
  account: 'paper',
  state: 'running',
  mode: 'paper',
  strategies: ['ema-cross'],
  openTrades: 2,
  maxOpenTrades: 5,
  openOrders: 0,
  profitToday: '1.5',
  equity: '10001.5',
  stakeCurrency: 'USDT',
  since: 0,
  reasons: [],
  data: {} as BotStatus['data'],
  ...more,
});
