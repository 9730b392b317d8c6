import type { ChannelEvent } from '../event.ts';

/** What a message is at a glance: for colours and marks. */
export type Tone = 'gain' | 'loss' | 'alarm' | 'caution' | 'neutral';

export function toneOf({ topic, level, data }: Pick<ChannelEvent, 'topic' | 'level' | 'data'>): Tone {
  if (level === 'error') return 'alarm';
  if (level === 'warning') return 'caution';
  if (topic !== 'trade.exit_fill') return 'neutral';
  const profit = (data.trade as { profit?: unknown } | undefined)?.profit;
  if (typeof profit !== 'string' || !/[1-9]/.test(profit)) return 'neutral';
  return profit.startsWith('-') ? 'loss' : 'gain';
}
