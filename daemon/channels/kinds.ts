import type { ChannelKind } from './descriptor.ts';
import { webhook } from './webhook/webhook.ts';

/** Every kind of channel there is. A new one is a folder and a line here. */
export const KINDS: readonly ChannelKind[] = [webhook as ChannelKind];
