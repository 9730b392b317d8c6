import {
  ArrowLeftRight,
  Brain,
  CandlestickChart,
  ChartSpline,
  ClipboardCheck,
  Compass,
  LayoutDashboard,
  ListOrdered,
  type LucideIcon,
  Megaphone,
  RadioTower,
  ScrollText,
  Settings as SettingsIcon,
  ShieldAlert,
  SquareTerminal,
} from 'lucide-react';
import { type ComponentType, createElement, lazy, useState } from 'react';

export type PageId =
  | 'overview'
  | 'market'
  | 'positions'
  | 'trades'
  | 'performance'
  | 'strategies'
  | 'channels'
  | 'signals'
  | 'risk'
  | 'logs'
  | 'audit'
  | 'api'
  | 'settings'
  | 'guide';

/** A page of the console; its title is the text `page.<id>`. */
export interface Route {
  readonly id: PageId;
  readonly icon: LucideIcon;
  readonly component: ComponentType;
  /** Fetches it ahead of its first drawing; never fails. */
  readonly prepare: () => Promise<void>;
  /** Reached from elsewhere, not by the rail. */
  readonly aside?: true;
}

/**
 * A page that loads when it is opened. One that is there already is drawn at once: React keeps what it had to wait for
 * back a third of a second.
 */
function onDemand(load: () => Promise<{ default: ComponentType }>): Pick<Route, 'component' | 'prepare'> {
  let loaded: ComponentType | undefined;
  const fetched = async () => {
    const module = await load();
    loaded = module.default;
    return module;
  };
  const Late = lazy(fetched);
  const Page = () => {
    const [component] = useState<ComponentType>(() => loaded ?? Late);
    return createElement(component);
  };
  // A load that failed is tried again, and told, when the page is drawn.
  return { component: Page, prepare: () => fetched().then(nothing, nothing) };
}

const nothing = () => {};

/** The pages, in the order of the rail; the first is the one to begin with. Each loads when it is opened. */
export const ROUTES: readonly [Route, ...Route[]] = [
  { id: 'overview', icon: LayoutDashboard, ...onDemand(() => import('../pages/overview/overview.tsx')) },
  { id: 'market', icon: CandlestickChart, ...onDemand(() => import('../pages/market/market.tsx')) },
  { id: 'positions', icon: ListOrdered, ...onDemand(() => import('../pages/positions/positions.tsx')) },
  { id: 'trades', icon: ArrowLeftRight, ...onDemand(() => import('../pages/trades/trades.tsx')) },
  { id: 'performance', icon: ChartSpline, ...onDemand(() => import('../pages/performance/performance.tsx')) },
  { id: 'strategies', icon: Brain, ...onDemand(() => import('../pages/strategies/strategies.tsx')) },
  { id: 'channels', icon: Megaphone, ...onDemand(() => import('../pages/channels/channels.tsx')) },
  { id: 'signals', icon: RadioTower, ...onDemand(() => import('../pages/signals/signals.tsx')) },
  { id: 'risk', icon: ShieldAlert, ...onDemand(() => import('../pages/risk/risk.tsx')) },
  { id: 'logs', icon: ScrollText, ...onDemand(() => import('../pages/logs/logs.tsx')) },
  { id: 'audit', icon: ClipboardCheck, ...onDemand(() => import('../pages/audit/audit.tsx')) },
  { id: 'api', icon: SquareTerminal, ...onDemand(() => import('../pages/api/api.tsx')) },
  { id: 'settings', icon: SettingsIcon, ...onDemand(() => import('../pages/settings/settings.tsx')) },
  { id: 'guide', icon: Compass, ...onDemand(() => import('../pages/guide/guide.tsx')), aside: true },
];
