import { z } from 'zod';
import type { ChannelEvent } from '../event.ts';

/** What a chat can be told of, by the names Freqtrade's users know. */
export const NOTIFY_TOPICS = [
  'status',
  'startup',
  'warning',
  'entry',
  'entry_fill',
  'entry_cancel',
  'exit',
  'exit_fill',
  'exit_cancel',
  'risk',
  'protection_trigger',
  'protection_trigger_global',
  'strategy_msg',
  'other',
] as const;
export type NotifyTopic = (typeof NOTIFY_TOPICS)[number];

/** `silent`: without sound. */
export const NOTIFY_MODES = ['on', 'silent', 'off'] as const;
export type NotifyMode = (typeof NOTIFY_MODES)[number];

export const NotifyRules = z.partialRecord(z.enum(NOTIFY_TOPICS), z.enum(NOTIFY_MODES));
export type NotifyRules = z.infer<typeof NotifyRules>;

const GROUPS: { readonly [topic in ChannelEvent['topic']]?: NotifyTopic } = {
  'bot.state': 'status',
  'daemon.state': 'startup',
  warning: 'warning',
  exception: 'warning',
  'channel.state': 'warning',
  'daemon.health': 'warning',
  'trade.entry': 'entry',
  'trade.entry_fill': 'entry_fill',
  'trade.entry_cancel': 'entry_cancel',
  'trade.exit': 'exit',
  'trade.exit_fill': 'exit_fill',
  'trade.exit_cancel': 'exit_cancel',
  'risk.breach': 'risk',
  'protection.triggered': 'protection_trigger',
  'protection.global': 'protection_trigger_global',
  'strategy.message': 'strategy_msg',
};

/** How a chat is told of an event. Test messages always are, and so is what stands for messages it was to be told. */
export function modeOf(rules: NotifyRules, topic: ChannelEvent['topic']): NotifyMode {
  if (topic === 'test' || topic === 'channel.digest') return 'on';
  return rules[GROUPS[topic] ?? 'other'] ?? 'on';
}
