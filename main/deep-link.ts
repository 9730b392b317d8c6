export const DEEP_LINK_SCHEME = 'nightdesk';

const PAGE = /^[a-z][a-z-]{0,31}$/;
const ACCOUNT = /^[a-z][a-z0-9-]{0,63}$/;

/**
 * The place a link such as `nightdesk://overview?account=replay-1` leads to, as the page takes it. Anybody can write a
 * link, so it can show a page and nothing more: it starts, stops and sends nothing.
 */
export function placeOf(link: string): string | undefined {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  if (url?.protocol !== `${DEEP_LINK_SCHEME}:` || url.username || url.password || url.port) return undefined;
  const extra = url.pathname !== '' && url.pathname !== '/';
  if (extra || !PAGE.test(url.hostname)) return undefined;
  const account = url.searchParams.get('account');
  if (account === null) return url.hostname;
  return ACCOUNT.test(account) ? `${url.hostname}?account=${account}` : undefined;
}

/** The place named among the arguments of a start, if one is. */
export function placeIn(argv: readonly string[]): string | undefined {
  const link = argv.find((one) => one.startsWith(`${DEEP_LINK_SCHEME}:`));
  return link === undefined ? undefined : placeOf(link);
}
