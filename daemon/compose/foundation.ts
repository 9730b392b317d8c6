import { ConfigStore } from '../config/store.ts';
import { EventBus } from '../journal/bus.ts';
import { History } from '../journal/history.ts';
import { Journal } from '../journal/journal.ts';
import type { Paths } from '../lifecycle/paths.ts';
import type { LogHub } from '../log/hub.ts';
import { LogStore } from '../log/log-store.ts';
import { BUS_SOURCE } from '../log/sinks.ts';
import { Store } from '../store/store.ts';
import { Vault } from '../vault/vault.ts';
import type { Teardown } from './teardown.ts';

export type Env = NodeJS.ProcessEnv;

export interface FoundationOptions {
  readonly paths: Paths;
  readonly env: Env;
  readonly hub: LogHub;
  readonly teardown: Teardown;
}

/** What every other part stands on. */
export interface Foundation {
  readonly config: ConfigStore;
  readonly store: Store;
  readonly bus: EventBus;
  readonly journal: Journal;
  readonly history: History;
  readonly logs: LogStore;
  readonly vault: Vault;
}

/** @throws ConfigError, SchemaTooNewError */
export function lay({ paths, env, hub, teardown }: FoundationOptions): Foundation {
  const config = new ConfigStore({ file: paths.config, env });
  hub.level = config.get().log.level;
  const store = new Store(paths.db);
  teardown.add('store', () => store.close());
  const faults = hub.log(BUS_SOURCE);
  const bus = new EventBus((owner, error) => faults.error(`${owner} failed to take an event`, { error }));
  const journal = new Journal(store, bus);
  const logs = new LogStore({ store, keepDays: () => config.get().log.keepDays });
  const vault = new Vault({
    store,
    key: config.get().vault.key,
    places: { keyfile: paths.vaultKey, credentials: env.CREDENTIALS_DIRECTORY },
    onValue: (value) => hub.redactor.add(value),
  });
  if (vault.problem) hub.log('vault').warn(vault.problem);
  followConfig(config, journal, hub);
  return { config, store, bus, journal, history: new History(store), logs, vault };
}

function followConfig(config: ConfigStore, journal: Journal, hub: LogHub): void {
  const log = hub.log('config');
  config.onChange(({ config: { log: settings }, paths, who }) => {
    hub.level = settings.level;
    journal.append('config.changed', { paths: [...paths], who });
    log.info(`${who} changed ${paths.join(', ')}`);
  });
  config.onProblem((error) =>
    log.warn(`The configuration file can't be used; what was in force stays. ${error.message}`, {
      remedy: `Mend ${config.file}; it is taken up when saved.`,
      is: { code: 'config_unusable', params: { reason: error.message, file: config.file } },
    }),
  );
}
