import { LayoutDashboard, type LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import { DESK } from '../lib/world.ts';
import { Overview } from '../pages/overview/overview.tsx';

/** A page of the console; its title is the text `page.<id>`. */
export interface Route {
  readonly id: 'overview';
  readonly icon: LucideIcon;
  readonly component: ComponentType;
}

/** The pages, in the order of the rail; the first is the one to begin with. */
export const ROUTES: readonly [Route, ...Route[]] = [{ id: 'overview', icon: LayoutDashboard, component: Overview }];

/** Where the reader is; kept in the address, so that a reload or a link comes back to it. */
export interface Place {
  readonly page: Route['id'];
  readonly account: string;
}

const ACCOUNT = /^[a-z][a-z0-9-]{0,63}$/;

/** Reads `#/overview?account=replay-1`; what cannot be read falls back to the first page of the desk. */
export function parsePlace(hash: string): Place {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const route = ROUTES.find((one) => one.id === path) ?? ROUTES[0];
  const account = new URLSearchParams(search).get('account') ?? DESK;
  return { page: route.id, account: ACCOUNT.test(account) ? account : DESK };
}

export const placeHash = ({ page, account }: Place): string => (account === DESK ? `#/${page}` : `#/${page}?account=${account}`);
