import { Channels } from '../channels/channels.ts';
import { KINDS } from '../channels/kinds.ts';
import { telegramKind } from '../channels/telegram/telegram.ts';
import type { Engine } from '../engine/engine.ts';
import type { LogHub } from '../log/hub.ts';
import type { Audit } from '../rpc/audit.ts';
import type { Dispatcher } from '../rpc/dispatcher.ts';
import type { Foundation } from './foundation.ts';
import { figuresOf } from './period-figures.ts';

interface Collaborators {
  readonly engine: Engine;
  readonly audit: Audit;
  /** Carries out what people ask for in chats; made after the channels, since it serves their methods too. */
  readonly dispatcher: () => Dispatcher;
}

/** The ways out; those that people can talk back through call the dispatcher like any way in. */
export function openChannels({ store, journal, bus, config, vault }: Foundation, hub: LogHub, { engine, audit, dispatcher }: Collaborators): Channels {
  const receiver: Pick<Dispatcher, 'receive'> = { receive: (session, message) => dispatcher().receive(session, message) };
  const kinds = [...KINDS, telegramKind({ store, journal, audit, dispatcher: receiver }) as unknown as (typeof KINDS)[number]];
  return new Channels({ store, journal, bus, config, vault, kinds, log: hub.log('channels'), figures: figuresOf(engine) });
}
