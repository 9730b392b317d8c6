import net from 'node:net';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a `Host` header may name this server. A page of a stranger that points its own name at this address (DNS
 * rebinding) sends that name; an address of this machine cannot be had that way. The port is left open, so that the
 * console works through a tunnel.
 *
 * @param local address the connection came in on
 * @param names further names the operator allows
 */
export function hostAllowed(host: string | undefined, local: string | undefined, names: readonly string[]): boolean {
  const hostname = hostnameOf(host);
  if (hostname === undefined) return false;
  if (LOOPBACK.has(hostname) || names.includes(hostname)) return true;
  const address = hostname.replace(/^\[|\]$/g, '');
  return net.isIP(address) !== 0 && address === local?.replace(/^::ffff:/, '');
}

/** Whether a request comes from a page of this server, or from no page at all. */
export function originAllowed(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host?.toLowerCase();
  } catch {
    return false;
  }
}

function hostnameOf(host: string | undefined): string | undefined {
  if (host === undefined || !/^[A-Za-z0-9.:[\]-]+$/.test(host)) return undefined;
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return undefined;
  }
}
