import { z } from 'zod';
import { mutation, query } from '../method.ts';
import { Empty, Id, JsonValue, Level, PageParams, page, Role, Seq, Timestamp } from '../schemas/common.ts';

export const ChannelState = z.enum(['disabled', 'starting', 'ok', 'degraded', 'parked']).meta({
  description: '`degraded`: retrying; `parked`: waits for an operator, see `reason` and `remedy`',
});

export const ChannelInfo = z
  .object({
    id: Id,
    kind: z.string(),
    enabled: z.boolean(),
    state: ChannelState,
    reason: z.string().nullable(),
    remedy: z.string().nullable(),
    topics: z.array(z.string()),
    minLevel: Level,
    settings: z.record(z.string(), JsonValue).meta({ description: 'Without secrets' }),
    secrets: z.array(z.object({ name: z.string(), set: z.boolean() })),
    queued: z.int(),
    held: z.int().meta({ description: 'Messages that wait for their time' }),
    routing: z.record(z.string(), JsonValue).meta({ description: 'What it tells aloud, when, and what together' }),
    cursor: Seq,
  })
  .meta({ id: 'Channel' });

const DeliveryState = z.enum(['held', 'queued', 'sending', 'delivered', 'summarised', 'dead']).meta({
  description: '`held`: waits for its time, see `reason`; `summarised`: told in a digest with others',
});

export const Delivery = z
  .object({
    id: Id,
    channel: Id,
    target: z.string(),
    seq: Seq.nullable().meta({ description: 'Event it tells of; null for a test or a direct message' }),
    topic: z.string(),
    text: z.string().meta({ description: 'Short form for people' }),
    state: DeliveryState,
    attempts: z.int(),
    createdAt: Timestamp,
    nextTryAt: Timestamp.nullable(),
    deliveredAt: Timestamp.nullable(),
    providerId: z.string().nullable(),
    lastError: z.string().nullable(),
    priority: z.enum(['critical', 'normal']),
    silent: z.boolean(),
    held: z.enum(['quiet', 'cap', 'repeat']).nullable().meta({ description: 'What it is or was held back by' }),
    reason: z.string().nullable().meta({ description: 'Why it is held, such as `quiet hours until 07:00`' }),
    digestSeq: Seq.nullable().meta({ description: 'The `channel.digest` it was summed up in' }),
  })
  .meta({ id: 'Delivery' });
export type Delivery = z.infer<typeof Delivery>;

const ChatInfo = z.object({
  chat: z.string().meta({ description: 'Its number, and `:` with that of a topic' }),
  language: z.string(),
  notify: z.record(z.string(), z.enum(['on', 'silent', 'off'])),
});

const Which = z.strictObject({ id: Id });

export const channels = {
  'channels.kinds': query({
    summary: 'The kinds of channel that can be added, with the JSON Schema of their settings',
    params: Empty,
    result: () =>
      z.object({
        items: z.array(
          z.object({
            kind: z.string(),
            title: z.string(),
            description: z.string(),
            schema: JsonValue,
            secrets: z.array(z.object({ name: z.string(), description: z.string(), required: z.boolean() })),
          }),
        ),
        routing: JsonValue.meta({ description: 'JSON Schema of `routing`, the same for all kinds' }),
      }),
    example: {},
  }),
  'channels.texts': query({
    summary: 'The usual texts of channels in a language, with the placeholders an own text may have in their place',
    params: z.strictObject({ language: z.string().max(20).optional().meta({ description: 'Such as `de`; English when absent' }) }),
    result: () =>
      z.object({
        languages: z.array(z.string()).meta({ description: 'Those there are' }),
        items: z.array(
          z.object({
            key: z.string().meta({ description: 'Name of the text in the setting `templates`: a topic, or after a slash a form of it' }),
            topic: z.string(),
            text: z.string().meta({ description: 'Template: {name} for a value, [a part] that goes with the values in it' }),
            placeholders: z.array(z.string()),
          }),
        ),
      }),
    example: { language: 'de' },
  }),
  'channels.preview': query({
    summary: 'What a text of channels makes of an example of its event',
    params: z.strictObject({
      key: z.string().max(100).meta({ description: 'As in `channels.texts`' }),
      template: z.string().max(10_000).optional().meta({ description: 'The usual text when absent' }),
      language: z.string().max(20).optional(),
      timeZone: z.string().max(100).optional(),
    }),
    result: () => z.object({ text: z.string() }),
    example: { key: 'trade.exit_fill', template: '{pair} {profit_pct}[ by {exit_reason}]' },
  }),
  'channels.list': query({ summary: 'Channels with their health', params: Empty, result: () => z.object({ items: z.array(ChannelInfo) }), example: {} }),
  'channels.get': query({ summary: 'One channel', params: Which, result: () => ChannelInfo, example: { id: 'ops' } }),
  'channels.configure': mutation({
    summary: 'Adds a channel or changes one; absent settings stay',
    params: z.strictObject({
      id: Id.regex(/^[a-z][a-z0-9-]*$/, 'small letters, digits and -'),
      kind: z.string().optional().meta({ description: 'Needed when the channel is new' }),
      settings: z.record(z.string(), JsonValue).optional(),
      topics: z.array(z.string()).optional(),
      minLevel: Level.optional(),
      routing: z
        .record(z.string(), JsonValue)
        .optional()
        .meta({ description: 'Types, exits, pairs, quiet hours, caps, summaries; absent ones stay, null takes one away. `channels.kinds` has its schema' }),
      enabled: z.boolean().optional(),
    }),
    result: () => ChannelInfo,
    example: { id: 'ops', kind: 'webhook', settings: { url: 'http://127.0.0.1:9000/hook' } },
  }),
  'channels.enable': mutation({ summary: 'Sends again; a parked channel is tried anew', params: Which, result: () => ChannelInfo, example: { id: 'ops' } }),
  'channels.disable': mutation({
    summary: 'Stops sending; the queue is kept, what happens meanwhile is not told later',
    params: Which,
    result: () => ChannelInfo,
    example: { id: 'ops' },
  }),
  'channels.remove': mutation({
    summary: 'Removes a channel with its queue',
    params: Which,
    result: () => z.object({ ok: z.literal(true) }),
    danger: 'Removes the channel and drops what is queued in it.',
    example: { id: 'ops' },
  }),
  'channels.test': mutation({
    summary: 'Sends a test message now and reports what the other side said',
    cost: 20,
    params: Which,
    result: () => z.object({ ok: z.boolean(), detail: z.string(), elapsedMs: z.number(), remedy: z.string().optional() }),
    example: { id: 'ops' },
  }),
  'channels.deliveries': query({
    summary: 'Deliveries, newest first',
    params: z.strictObject({ id: Id.optional(), state: DeliveryState.optional(), ...PageParams }),
    result: () => page(Delivery),
    example: { state: 'dead' },
  }),
  'channels.retry': mutation({
    summary: 'Queues dead letters again: one, or all of a channel',
    params: z
      .strictObject({ deliveryId: Id.optional(), id: Id.optional().meta({ description: 'Channel' }) })
      .refine((given) => given.deliveryId !== undefined || given.id !== undefined, { message: 'give deliveryId or id', path: ['deliveryId'] }),
    result: () => z.object({ queued: z.int() }),
    example: { id: 'ops' },
  }),
  'channels.pair': mutation({
    summary: 'Makes a one-time code that links a person to a channel such as Telegram, with a role',
    description: 'The code works once, for ten minutes: opened as a link, or sent to the bot as `/link <code>`. In a group it links the group as well.',
    role: 'owner',
    secretResult: true,
    params: z.strictObject({ id: Id, role: Role.optional().meta({ description: 'What they may do; operator when absent' }) }),
    result: () =>
      z.object({
        code: z.string(),
        expiresAt: Timestamp,
        link: z.string().nullable().meta({ description: 'Null while the name of the bot is not known' }),
      }),
    example: { id: 'phone' },
  }),
  'channels.unpair': mutation({
    summary: 'Ends the link of a person or a chat',
    role: 'owner',
    params: z
      .strictObject({ id: Id, person: z.string().optional(), chat: z.string().optional() })
      .refine((given) => (given.person === undefined) !== (given.chat === undefined), { message: 'give either person or chat', path: ['person'] }),
    result: () => z.object({ ok: z.literal(true) }),
    example: { id: 'phone', person: 'ada' },
  }),
  'channels.people': query({
    summary: 'Who is linked to a channel, and which chats',
    role: 'operator',
    params: Which,
    result: () =>
      z.object({
        people: z.array(z.object({ person: z.string(), title: z.string(), role: Role, linkedAt: Timestamp, linkedBy: z.string() })),
        chats: z.array(
          ChatInfo.extend({ kind: z.string(), title: z.string(), refused: z.string().nullable().meta({ description: 'Why it takes no messages' }) }),
        ),
      }),
    example: { id: 'phone' },
  }),
  'channels.chat': mutation({
    summary: "Changes how a linked chat is told; below operator only one's own private chat",
    role: 'viewer',
    params: z.strictObject({
      id: Id,
      chat: z.string().max(64),
      language: z.enum(['en', 'de']).optional(),
      notify: z
        .record(z.string(), z.enum(['on', 'silent', 'off']))
        .optional()
        .meta({ description: 'By what is told, such as `entry_fill`; absent ones stay' }),
    }),
    result: () => ChatInfo,
    example: { id: 'phone', chat: '12345', notify: { entry: 'silent' } },
  }),
  'channels.metrics': query({
    summary: 'Figures per channel since the daemon started',
    params: Empty,
    result: () =>
      z.object({
        items: z.array(
          z.object({
            id: Id,
            sent: z.int(),
            failed: z.int(),
            retried: z.int(),
            dead: z.int(),
            queued: z.int(),
            oldestQueuedMs: z.int().nullable(),
            latencyMs: z.object({ p50: z.number(), p95: z.number(), p99: z.number() }).nullable(),
          }),
        ),
      }),
    example: {},
  }),
  'notify.send': mutation({
    summary: "Sends a message of one's own through the channels",
    role: 'trader',
    params: z.strictObject({
      text: z.string().min(1).max(4000),
      level: Level.optional(),
      channels: z.array(Id).optional().meta({ description: 'All when absent' }),
    }),
    result: () => z.object({ seq: Seq, channels: z.array(Id) }),
    example: { text: 'Backup done' },
  }),
};
