import { z } from 'zod';
import type { ChannelKind, Outgoing, Sender } from '../../../../daemon/channels/descriptor.ts';

/** A kind whose sender is given; events go to the target named before a colon in their text. */
export function fakeKind(kind: string, sender: Sender | (() => Sender | Promise<Sender>), more: Partial<ChannelKind> = {}): ChannelKind {
  return {
    kind,
    title: kind,
    description: kind,
    settings: z.strictObject({}),
    secrets: [],
    render: ({ text }) => [{ target: text.includes(':') ? (text.split(':')[0] ?? '') : 'all', message: text }],
    create: () => (typeof sender === 'function' ? sender() : sender),
    ...more,
  };
}

/** A sender that takes everything and writes it down. */
export const taking = (taken: Outgoing[]): Sender => ({
  async send(message) {
    taken.push(message);
    return { outcome: 'delivered' };
  },
});
