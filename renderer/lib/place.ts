import { DESK } from './world.ts';

/** Where the reader is; kept in the address, so that a reload or a link comes back to it. */
export interface Place<P extends string = string> {
  readonly page: P;
  readonly account: string;
  /** What the page itself keeps in the address: a pair, a filter. */
  readonly query: Query;
}

export type Query = Readonly<Record<string, string>>;

const ACCOUNT = /^[a-z][a-z0-9-]{0,63}$/;

/** Reads `#/overview?account=replay-1`, the leading marks being optional; what cannot be read falls back to the first page and the desk. */
export function parsePlace<P extends string>(hash: string, pages: readonly [P, ...P[]]): Place<P> {
  const [path = '', search = ''] = hash.replace(/^#?\/*/, '').split('?');
  const { account = DESK, ...query } = Object.fromEntries(new URLSearchParams(search));
  return { page: pages.find((page) => page === path) ?? pages[0], account: ACCOUNT.test(account) ? account : DESK, query };
}

/** The address of a place; empty values of the query are left out. */
export function placeHash({ page, account, query = {} }: Omit<Place, 'query'> & { readonly query?: Query }): string {
  const all = new URLSearchParams(account === DESK ? [] : [['account', account]]);
  for (const [name, value] of Object.entries(query)) if (value !== '') all.set(name, value);
  const search = all.toString().replaceAll('%2F', '/');
  return search === '' ? `#/${page}` : `#/${page}?${search}`;
}
