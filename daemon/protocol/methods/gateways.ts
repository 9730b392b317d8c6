import { z } from 'zod';
import { mutation, query } from '../method.ts';
import { Empty, JsonValue } from '../schemas/common.ts';

export const GatewayState = z.enum(['running', 'stopped', 'failing']);
const GatewayId = z.enum(['socket', 'http', 'tradingview']);

export const Gateway = z
  .object({
    id: GatewayId,
    title: z.string(),
    description: z.string(),
    state: GatewayState,
    address: z.string().nullable().meta({ description: 'Where it listens; null while it does not' }),
    reason: z.string().nullable().meta({ description: 'Why it does not listen though it should' }),
    canStop: z.boolean(),
    section: z.string().nullable().meta({ description: 'Where its settings are in the configuration' }),
    settings: z.record(z.string(), JsonValue),
    schema: JsonValue.meta({ description: 'JSON Schema of its settings' }),
  })
  .meta({ id: 'Gateway' });
export type Gateway = z.infer<typeof Gateway>;

export const gateways = {
  'gateways.list': query({
    summary: 'Ways into the daemon, and whether each listens',
    role: 'operator',
    params: Empty,
    result: () => z.object({ items: z.array(Gateway) }),
    example: {},
  }),
  'gateways.configure': mutation({
    summary: 'Changes settings of a way in; absent ones stay, and it listens anew where that is needed',
    params: z.strictObject({ id: GatewayId, settings: z.record(z.string(), JsonValue) }),
    result: () => Gateway,
    example: { id: 'tradingview', settings: { trustedProxies: ['127.0.0.1'] } },
  }),
  'gateways.start': mutation({
    summary: 'Opens a way in, now and at every later start',
    params: z.strictObject({ id: GatewayId }),
    result: () => Gateway,
    example: { id: 'tradingview' },
  }),
  'gateways.stop': mutation({
    summary: 'Closes a way in, now and at every later start',
    danger: 'Whoever comes in that way is cut off.',
    params: z.strictObject({ id: GatewayId }),
    result: () => Gateway,
    example: { id: 'tradingview' },
  }),
};
