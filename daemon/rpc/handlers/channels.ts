import type { Channels } from '../../channels/channels.ts';
import { textsOf } from '../../channels/texts/overview.ts';
import { previewOf } from '../../channels/texts/preview.ts';
import type { Handlers } from '../handler.ts';

type Served =
  | 'channels.kinds'
  | 'channels.texts'
  | 'channels.preview'
  | 'channels.list'
  | 'channels.get'
  | 'channels.configure'
  | 'channels.enable'
  | 'channels.disable'
  | 'channels.remove'
  | 'channels.test'
  | 'channels.deliveries'
  | 'channels.retry'
  | 'channels.metrics'
  | 'channels.pair'
  | 'channels.unpair'
  | 'channels.people'
  | 'channels.chat'
  | 'notify.send';

export function channelsHandlers({ channels }: { readonly channels: Channels }): Handlers<Served> {
  return {
    'channels.kinds': () => ({ items: channels.kinds(), routing: channels.routingSchema() }),
    'channels.texts': ({ language }) => textsOf(language),
    'channels.preview': (params) => ({ text: previewOf(params, Date.now()) }),
    'channels.list': () => ({ items: channels.list() }),
    'channels.get': ({ id }) => channels.get(id),
    'channels.configure': (params, { session }) => channels.configure(params, session.who),
    'channels.enable': ({ id }, { session }) => channels.enable(id, session.who),
    'channels.disable': ({ id }, { session }) => channels.disable(id, session.who),
    'channels.remove': async ({ id }, { session }) => {
      await channels.remove(id, session.who);
      return { ok: true };
    },
    'channels.test': ({ id }) => channels.test(id),
    'channels.deliveries': (params) => channels.deliveries(params),
    'channels.retry': (params) => ({ queued: channels.retry(params) }),
    'channels.metrics': () => ({ items: channels.metrics() }),
    'channels.pair': (params, { session }) => channels.pair(params, session),
    'channels.unpair': (params) => {
      channels.unpair(params);
      return { ok: true };
    },
    'channels.people': ({ id }) => channels.people(id),
    'channels.chat': (params, { session }) => channels.chat(params, session),
    'notify.send': (params, { session }) => channels.notify(params, session.who),
  };
}
