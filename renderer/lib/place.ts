import { DESK } from './world.ts';

/** Where the reader is; kept in the address, so that a reload or a link comes back to it. */
export interface Place<P extends string = string> {
  readonly page: P;
  readonly account: string;
}

const ACCOUNT = /^[a-z][a-z0-9-]{0,63}$/;

/** Reads `#/overview?account=replay-1`, the leading marks being optional; what cannot be read falls back to the first page and the desk. */
export function parsePlace<P extends string>(hash: string, pages: readonly [P, ...P[]]): Place<P> {
  const [path = '', search = ''] = hash.replace(/^#?\/*/, '').split('?');
  const account = new URLSearchParams(search).get('account') ?? DESK;
  return { page: pages.find((page) => page === path) ?? pages[0], account: ACCOUNT.test(account) ? account : DESK };
}

export const placeHash = ({ page, account }: Place): string => (account === DESK ? `#/${page}` : `#/${page}?account=${account}`);
