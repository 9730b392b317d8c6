import { z } from 'zod';
import { mutation, query } from '../method.ts';
import { BotStatus, Reason } from '../schemas/bot.ts';
import { Account } from '../schemas/common.ts';

const Which = z.strictObject({ account: Account.optional() });
const change = <S extends z.ZodRawShape = Record<never, never>>(summary: string, shape?: S) => ({
  summary,
  params: z.strictObject({ account: Account.optional(), ...(shape ?? ({} as S)) }),
  result: () => BotStatus,
});

export const bot = {
  'bot.status': query({
    summary: 'State, mode, open trades, profit today, and what keeps it from trading',
    params: Which,
    result: () => BotStatus,
    example: {},
  }),
  'bot.start': mutation({ ...change('Trades: entries and exits'), example: {} }),
  'bot.stop': mutation({
    ...change('Halts the strategies and cancels entry orders; positions stay, with their exit orders'),
    example: {},
  }),
  'bot.pause': mutation({ ...change('No new entries; open positions are still managed'), example: {} }),
  'bot.resume': mutation({ ...change('Ends a pause'), example: {} }),
  'bot.panic': mutation({
    ...change('Cancels every order and halts; with `flatten` sells every position too. Stays down until `bot.rearm`', {
      flatten: z.boolean().optional().meta({ description: 'Sell every position at the market' }),
    }),
    description: 'Never asks for confirmation without `flatten`: what makes things safer must be quick. Survives restarts.',
    danger: 'Sells every position at the market price.',
    dangerWhen: (params) => params.flatten === true,
    example: {},
  }),
  'bot.rearm': mutation({
    ...change('Lifts a panic; the bot is then stopped and can be started'),
    danger: 'Lifts the panic: the bot can trade again.',
    example: {},
  }),
  'bot.reload': mutation({ ...change('Reads the configuration file anew and applies it'), example: {} }),
  'bot.why': query({
    summary: 'Why it is not trading: everything that holds it back now, with a remedy each',
    params: Which,
    result: () => z.object({ trading: z.boolean().meta({ description: 'Entries are possible now' }), reasons: z.array(Reason) }),
    example: {},
  }),
};
