import net from 'node:net';

/** A list of addresses and networks. */
export class Networks {
  readonly #list = new net.BlockList();

  constructor(entries: readonly string[]) {
    for (const entry of entries) {
      const [address = '', bits] = entry.split('/');
      const family = net.isIPv6(address) ? 'ipv6' : 'ipv4';
      if (bits === undefined) this.#list.addAddress(address, family);
      else this.#list.addSubnet(address, Number(bits), family);
    }
  }

  has(address: string): boolean {
    return net.isIP(address) !== 0 && this.#list.check(address, net.isIPv6(address) ? 'ipv6' : 'ipv4');
  }
}

const plain = (address: string): string => address.trim().replace(/^::ffff:(?=\d+\.)/i, '');

/**
 * Whom a request comes from. `X-Forwarded-For` counts only as far as trusted proxies wrote it: each adds at its end
 * whom it was called by, so it is read from there, and the first address that is no trusted proxy is the one.
 *
 * @param peer address of the connection
 * @param forwarded the header, several joined by commas
 * @returns undefined where a trusted proxy says something that is no address
 */
export function sourceOf(peer: string | undefined, forwarded: string | undefined, proxies: Networks): string | undefined {
  let source = plain(peer ?? '');
  const hops = (forwarded ?? '').split(',').filter((hop) => hop.trim() !== '');
  while (proxies.has(source)) {
    const hop = hops.pop();
    if (hop === undefined) return source;
    source = plain(hop);
  }
  return net.isIP(source) === 0 ? undefined : source;
}
