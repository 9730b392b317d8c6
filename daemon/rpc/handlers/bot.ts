import type { ConfigStore } from '../../config/store.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Handlers } from '../handler.ts';

type Served = 'bot.status' | 'bot.start' | 'bot.stop' | 'bot.pause' | 'bot.resume' | 'bot.panic' | 'bot.rearm' | 'bot.reload' | 'bot.why';

export function botHandlers({ engine, config }: { readonly engine: Engine; readonly config: Pick<ConfigStore, 'reload'> }): Handlers<Served> {
  return {
    'bot.status': ({ account }) => engine.desk(account).status(),
    'bot.start': ({ account }) => engine.desk(account).command('start'),
    'bot.stop': ({ account }) => engine.desk(account).command('stop'),
    'bot.pause': ({ account }) => engine.desk(account).command('pause'),
    'bot.resume': ({ account }) => engine.desk(account).command('resume'),
    'bot.panic': ({ account, flatten }) => engine.desk(account).command('panic', flatten),
    'bot.rearm': ({ account }) => engine.desk(account).command('rearm'),
    'bot.reload': ({ account }, { session }) => {
      config.reload(session.who);
      return engine.desk(account).status();
    },
    'bot.why': ({ account }) => engine.desk(account).why(),
  };
}
