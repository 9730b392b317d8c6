import type { Connection } from '../../daemon/client/connection.ts';

export function connect(): Connection {
  throw new Error('wait');
}
