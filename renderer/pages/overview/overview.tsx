import { EquityPanel } from './equity-panel.tsx';
import { Figures } from './figures.tsx';
import { LogPanel } from './log-panel.tsx';
import { MarketPanel } from './market-panel.tsx';
import { PositionsPanel } from './positions-panel.tsx';
import { TradesPanel } from './trades-panel.tsx';
import { WhyPanel } from './why-panel.tsx';

/** The first page: how it stands, what it holds, what it did, and why it does nothing when it does nothing. */
export function Overview() {
  return (
    <div className="overview">
      <Figures />
      <EquityPanel />
      <WhyPanel />
      <PositionsPanel />
      <TradesPanel />
      <LogPanel />
      <MarketPanel />
    </div>
  );
}
