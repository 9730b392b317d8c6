import { type ChannelContext, ChannelFault } from '../descriptor.ts';

interface SecretUrl {
  /** What the path of such a URL looks like. */
  readonly path: RegExp;
  /** An example for people. */
  readonly like: string;
}

/**
 * Reads the secret `url`: a webhook address that is a credential by itself.
 *
 * @throws ChannelFault saying what was expected; never holds the URL
 */
export function secretUrl(context: ChannelContext<unknown>, { path, like }: SecretUrl): URL {
  const text = context.secret('url')?.trim() ?? '';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && (url.protocol === 'https:' || url.protocol === 'http:') && path.test(url.pathname)) return url;
  throw new ChannelFault(
    `The secret "url" can't be used: expected a URL such as ${like}`,
    `Copy it anew, then set it with nightdesk secret set channels.${context.id}.url`,
  );
}
