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
import { type ComponentType, lazy } from 'react';

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
  /** Reached from elsewhere, not by the rail. */
  readonly aside?: true;
}

/** The pages, in the order of the rail; the first is the one to begin with. Each loads when it is opened. */
export const ROUTES: readonly [Route, ...Route[]] = [
  { id: 'overview', icon: LayoutDashboard, component: lazy(() => import('../pages/overview/overview.tsx')) },
  { id: 'market', icon: CandlestickChart, component: lazy(() => import('../pages/market/market.tsx')) },
  { id: 'positions', icon: ListOrdered, component: lazy(() => import('../pages/positions/positions.tsx')) },
  { id: 'trades', icon: ArrowLeftRight, component: lazy(() => import('../pages/trades/trades.tsx')) },
  { id: 'performance', icon: ChartSpline, component: lazy(() => import('../pages/performance/performance.tsx')) },
  { id: 'strategies', icon: Brain, component: lazy(() => import('../pages/strategies/strategies.tsx')) },
  { id: 'channels', icon: Megaphone, component: lazy(() => import('../pages/channels/channels.tsx')) },
  { id: 'signals', icon: RadioTower, component: lazy(() => import('../pages/signals/signals.tsx')) },
  { id: 'risk', icon: ShieldAlert, component: lazy(() => import('../pages/risk/risk.tsx')) },
  { id: 'logs', icon: ScrollText, component: lazy(() => import('../pages/logs/logs.tsx')) },
  { id: 'audit', icon: ClipboardCheck, component: lazy(() => import('../pages/audit/audit.tsx')) },
  { id: 'api', icon: SquareTerminal, component: lazy(() => import('../pages/api/api.tsx')) },
  { id: 'settings', icon: SettingsIcon, component: lazy(() => import('../pages/settings/settings.tsx')) },
  { id: 'guide', icon: Compass, component: lazy(() => import('../pages/guide/guide.tsx')), aside: true },
];
