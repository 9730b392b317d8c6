import { z } from 'zod';
import { mutation, query } from '../method.ts';
import { Account, Decimal, PositiveDecimal } from '../schemas/common.ts';

/** Limits checked before every order. Null switches one off. */
export const RiskLimits = z
  .strictObject({
    maxOpenTrades: z.int().min(0).max(1000),
    maxOrderCost: PositiveDecimal.nullable().meta({ description: 'Largest single entry, stake currency' }),
    maxExposure: z.number().min(0).max(1).nullable().meta({ description: 'Share of equity that may be in positions' }),
    maxPairExposure: z.number().min(0).max(1).nullable().meta({ description: 'Share of equity in one pair' }),
    maxDailyLoss: z.number().min(0).max(1).nullable().meta({ description: "Share of the day's first equity; reached, entries stop until midnight UTC" }),
    maxDrawdown: z.number().min(0).max(1).nullable().meta({ description: 'Fall from peak equity; reached, the bot pauses' }),
    maxOrdersPerMinute: z.int().min(1).nullable(),
    maxPriceDeviation: z.number().min(0).max(1).nullable().meta({ description: 'How far a limit price may lie from the last price on the wrong side' }),
  })
  .meta({ id: 'RiskLimits' });
export type RiskLimits = z.infer<typeof RiskLimits>;

export const risk = {
  'risk.status': query({
    summary: 'Each limit, how much of it is used, and what it does when reached',
    params: z.strictObject({ account: Account.optional() }),
    result: () =>
      z.object({
        items: z.array(
          z.object({
            limit: z.string(),
            description: z.string(),
            value: z.union([z.number(), Decimal]).nullable().meta({ description: 'Null: off' }),
            used: z.union([z.number(), Decimal]),
            share: z.number().nullable().meta({ description: 'Used over value; 1 is reached' }),
            breached: z.boolean(),
          }),
        ),
      }),
    example: {},
  }),
  'risk.limits.get': query({ summary: 'The limits', params: z.strictObject({}), result: () => RiskLimits, example: {} }),
  'risk.limits.set': mutation({
    summary: 'Changes limits; absent ones stay',
    params: RiskLimits.partial(),
    result: () => RiskLimits,
    example: { maxOpenTrades: 4 },
  }),
};
