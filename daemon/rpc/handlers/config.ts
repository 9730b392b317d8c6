import { type ConfigStore, configSchema, needsRestart } from '../../config/store.ts';
import type { Handlers } from '../handler.ts';

type Served = 'config.get' | 'config.set' | 'config.schema' | 'config.validate';

export function configHandlers({ config }: { readonly config: ConfigStore }): Handlers<Served> {
  return {
    'config.get': ({ path }) => ({ value: config.value(path), file: config.file, overridden: [...config.overridden] }),
    'config.set': ({ path, value }, { session }) => {
      config.set(path, value, session.who);
      return { value: config.find(path) ?? null, restartNeeded: needsRestart([path]) };
    },
    'config.schema': () => configSchema(),
    'config.validate': ({ text }) => {
      const problems = config.validate(text);
      return { ok: problems.length === 0, problems: [...problems] };
    },
  };
}
