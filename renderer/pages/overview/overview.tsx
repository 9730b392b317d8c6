import { useState } from 'react';
import { EquityPanel } from '../../components/equity/equity-panel.tsx';
import { RANGES, type Range } from '../../components/equity/use-equity.ts';
import { Figures } from './figures.tsx';
import { LogPanel } from './log-panel.tsx';
import { MarketPanel } from './market-panel.tsx';
import { PositionsPanel } from './positions-panel.tsx';
import { TradesPanel } from './trades-panel.tsx';
import { WhyPanel } from './why-panel.tsx';

/** The first page: how it stands, what it holds, what it did, and why it does nothing when it does nothing. */
export function Overview() {
  const [range, setRange] = useState<Range>('all');
  return (
    <div className="overview">
      <Figures />
      <EquityPanel range={range} ranges={RANGES} onRange={setRange} />
      <WhyPanel />
      <PositionsPanel />
      <TradesPanel />
      <LogPanel />
      <MarketPanel />
    </div>
  );
}
