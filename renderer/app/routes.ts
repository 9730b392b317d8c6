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
import { prepareChart } from '../components/equity/equity-panel.tsx';
import { Overview } from '../pages/overview/overview.tsx';
import type { PageId } from './page-ids.ts';

/** How a page of the console is drawn, and how it is come by. */
export interface Route {
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

/** The first page comes with the console, the others load when they are opened. */
export const ROUTES: Readonly<Record<PageId, Route>> = {
  overview: { icon: LayoutDashboard, component: Overview, prepare: prepareChart },
  market: { icon: CandlestickChart, ...onDemand(() => import('../pages/market/market.tsx')) },
  positions: { icon: ListOrdered, ...onDemand(() => import('../pages/positions/positions.tsx')) },
  trades: { icon: ArrowLeftRight, ...onDemand(() => import('../pages/trades/trades.tsx')) },
  performance: { icon: ChartSpline, ...onDemand(() => import('../pages/performance/performance.tsx')) },
  strategies: { icon: Brain, ...onDemand(() => import('../pages/strategies/strategies.tsx')) },
  channels: { icon: Megaphone, ...onDemand(() => import('../pages/channels/channels.tsx')) },
  signals: { icon: RadioTower, ...onDemand(() => import('../pages/signals/signals.tsx')) },
  risk: { icon: ShieldAlert, ...onDemand(() => import('../pages/risk/risk.tsx')) },
  logs: { icon: ScrollText, ...onDemand(() => import('../pages/logs/logs.tsx')) },
  audit: { icon: ClipboardCheck, ...onDemand(() => import('../pages/audit/audit.tsx')) },
  api: { icon: SquareTerminal, ...onDemand(() => import('../pages/api/api.tsx')) },
  settings: { icon: SettingsIcon, ...onDemand(() => import('../pages/settings/settings.tsx')) },
  guide: { icon: Compass, ...onDemand(() => import('../pages/guide/guide.tsx')), aside: true },
};
