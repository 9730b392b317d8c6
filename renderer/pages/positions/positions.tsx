import '../../styles/positions.css';
import { BalancesPanel, useBalances } from './balances-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { OpenOrdersPanel } from './open-orders-panel.tsx';
import { PositionsPanel } from './positions-panel.tsx';
import { Ticket } from './ticket.tsx';

/** What is held and what waits, and the place to act on both by hand. */
export default function Positions() {
  const balances = useBalances();
  return (
    <div className="positions">
      <PositionsPanel />
      <OpenOrdersPanel />
      <HistoryPanel />
      <div className="positions-side">
        <Ticket balances={balances} />
        <BalancesPanel balances={balances} />
      </div>
    </div>
  );
}
