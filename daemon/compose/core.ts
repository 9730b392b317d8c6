import type { LogHub } from '../log/hub.ts';
import { Audit } from '../rpc/audit.ts';
import { Dispatcher } from '../rpc/dispatcher.ts';
import { RateLimits } from '../rpc/limits.ts';
import type { AnyHandler } from '../rpc/method-table.ts';
import { Subscriptions } from '../rpc/subscriptions/subscriptions.ts';
import { Tokens } from '../rpc/tokens/tokens.ts';
import type { Foundation } from './foundation.ts';
import type { Teardown } from './teardown.ts';

/** What calls meet on their way to the handlers. */
export interface Core {
  readonly audit: Audit;
  readonly tokens: Tokens;
  readonly subscriptions: Subscriptions;
}

export function core({ store, journal, bus }: Foundation, hub: LogHub, teardown: Teardown): Core {
  const subscriptions = new Subscriptions({ journal, bus });
  subscriptions.start();
  teardown.add('subscriptions', () => subscriptions.stop());
  return { audit: new Audit({ store, journal, redact: hub.redactor.clean }), tokens: new Tokens({ store }), subscriptions };
}

export function dispatcher({ store, config }: Foundation, audit: Audit, hub: LogHub, handlers: Readonly<Record<string, AnyHandler>>): Dispatcher {
  return new Dispatcher({ store, audit, handlers, limits: new RateLimits({ rate: () => config.get().limits }), log: hub.log('rpc') });
}
