import type { LogStore } from '../../log/log-store.ts';
import type { Audit } from '../audit.ts';
import type { Handlers } from '../handler.ts';

interface Deps {
  readonly logs: Pick<LogStore, 'query'>;
  readonly audit: Pick<Audit, 'query'>;
}

export function recordsHandlers({ logs, audit }: Deps): Handlers<'logs.query' | 'audit.query'> {
  return {
    'logs.query': (params) => logs.query(params),
    'audit.query': (params) => audit.query(params),
  };
}
