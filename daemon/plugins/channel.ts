import { z } from 'zod';
import { ChannelFault, type ChannelKind, type SendResult, settingsOf } from '../channels/descriptor.ts';
import { type Manifest, objectSchema } from './manifest.ts';
import { type PluginThread, remedyFor } from './thread.ts';

const TARGET = 'plugin';

const Outcome = z.union([
  z.null(),
  z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('delivered'), providerId: z.string().max(200).optional(), detail: z.string().max(500).optional() }),
    z.strictObject({
      outcome: z.literal('retry'),
      error: z.string().max(500),
      remedy: z.string().max(500).optional(),
      retryAfterMs: z.int().min(0).max(86_400_000).optional(),
      reached: z.boolean().default(true),
    }),
    z.strictObject({ outcome: z.literal('dead'), error: z.string().max(500), remedy: z.string().max(500).optional() }),
    z.strictObject({ outcome: z.literal('park'), error: z.string().max(500), remedy: z.string().max(500) }),
  ]),
]);

/**
 * A kind of channel that a plugin sends for. A throw counts as an answer lost, as with every kind; only a thread that
 * stands still ends the plugin, since networks fail without being anybody's fault.
 *
 * @throws Error when its settings can't be used
 */
export function pluginKind(name: string, { title, description, settings, secrets }: NonNullable<Manifest['channel']>, thread: PluginThread): ChannelKind {
  const kind: ChannelKind = {
    kind: name,
    title,
    description,
    settings: objectSchema(settings, 'channel.settings'),
    secrets,
    startsAnew: true,
    render: ({ topic, seq, ts, level, text, data }) => [{ target: TARGET, message: JSON.stringify({ topic, seq, ts, level, text, data }) }],
    create: (context) => {
      if (thread.reason !== undefined) throw new ChannelFault(`Plugin ${name} was stopped: ${thread.reason}`, remedyFor(name));
      const given = Object.fromEntries(secrets.map((secret) => [secret.name, context.secret(secret.name) ?? '']));
      return {
        send: async ({ id, message, attempt, silent }, signal) => {
          if (thread.reason !== undefined) return { outcome: 'park', error: `plugin ${name} was stopped: ${thread.reason}`, remedy: remedyFor(name) };
          const delivery = { id, attempt, silent, event: JSON.parse(message) as unknown };
          return judged(await thread.ask({ op: 'send', delivery, settings: context.settings, secrets: given }, signal));
        },
      };
    },
  };
  const common = Object.keys(settingsOf({ ...kind, settings: z.strictObject({}) }).shape);
  const taken = Object.keys(kind.settings.shape).find((setting) => common.includes(setting));
  if (taken !== undefined) throw new Error(`channel.settings: every channel has a setting called ${taken} already`);
  return kind;
}

function judged(json: string): SendResult {
  const parsed = Outcome.safeParse(JSON.parse(json));
  if (!parsed.success) return { outcome: 'unknown', error: `the plugin answered what it must not: ${parsed.error.issues[0]?.message}` };
  return (parsed.data ?? { outcome: 'delivered' }) as SendResult;
}
