import type { IncomingHttpHeaders } from 'node:http';

/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3): seconds, or an HTTP date.
 *
 * @param now UTC milliseconds
 * @returns milliseconds from now; undefined when absent or unreadable
 */
export function retryAfterMs(headers: IncomingHttpHeaders, now: number): number | undefined {
  const text = headers['retry-after']?.trim();
  if (!text) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** First words of an answer's body on one line, for an error a person reads. */
export function snippet(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

const NETWORK: Readonly<Record<string, (host: string) => { error: string; remedy: string }>> = {
  ECONNREFUSED: (host) => ({ error: `nothing listens at ${host}`, remedy: 'Check host and port, and that the receiver runs' }),
  ENOTFOUND: (host) => ({ error: `the host of ${host} is not known`, remedy: 'Check the spelling of the host, and the network' }),
  EAI_AGAIN: (host) => ({ error: `the name of ${host} could not be looked up`, remedy: 'Check the network and its name server' }),
  EHOSTUNREACH: (host) => ({ error: `no way to ${host}`, remedy: 'Check the network' }),
  ENETUNREACH: (host) => ({ error: `no way to ${host}`, remedy: 'Check the network' }),
  ETIMEDOUT: (host) => ({ error: `${host} did not answer the connection`, remedy: 'Check host, port and firewall' }),
  ECONNRESET: (host) => ({ error: `${host} cut the connection`, remedy: 'See the log of the receiver' }),
  EPIPE: (host) => ({ error: `${host} cut the connection`, remedy: 'See the log of the receiver' }),
  CERT_HAS_EXPIRED: (host) => ({ error: `the certificate of ${host} has expired`, remedy: 'Renew the certificate of the receiver' }),
  DEPTH_ZERO_SELF_SIGNED_CERT: (host) => ({
    error: `the certificate of ${host} is signed by itself`,
    remedy: 'Start the daemon with NODE_EXTRA_CA_CERTS naming it',
  }),
  SELF_SIGNED_CERT_IN_CHAIN: (host) => ({
    error: `the certificate of ${host} is not trusted`,
    remedy: 'Start the daemon with NODE_EXTRA_CA_CERTS naming its authority',
  }),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: (host) => ({
    error: `the certificate of ${host} is not trusted`,
    remedy: 'Let the receiver send its whole certificate chain',
  }),
  ERR_TLS_CERT_ALTNAME_INVALID: (host) => ({ error: `the certificate at ${host} is for another host`, remedy: 'Use the host the certificate names' }),
  EPROTO: (host) => ({ error: `${host} does not speak TLS as expected`, remedy: 'Check whether the URL should begin with http:// or https://' }),
  HPE: (host) => ({ error: `${host} does not speak HTTP`, remedy: 'Check host and port' }),
};

/** Says in words why a host could not be reached. Holds neither path nor query of the URL: they may be secret. */
export function networkProblem(error: Error & { code?: unknown }, host: string): { error: string; remedy?: string } {
  const code = typeof error.code === 'string' ? error.code.replace(/^HPE_.*/, 'HPE') : '';
  // With several addresses tried, Node wraps what each of them said.
  const inner = error instanceof AggregateError ? (error.errors[0] as { code?: string } | undefined)?.code : undefined;
  return NETWORK[code]?.(host) ?? NETWORK[inner ?? '']?.(host) ?? { error: `${host}: ${error.message || code || 'connection failed'}` };
}
