import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Resolves when the server listens. */
export function listenOn(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

export const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** An address of this machine for a wildcard, in brackets where it must be. */
export function shownHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
