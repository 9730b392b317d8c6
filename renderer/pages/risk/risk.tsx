import '../../styles/risk.css';
import { AlertsPanel } from './alerts-panel.tsx';
import { LimitsPanel } from './limits-panel.tsx';
import { LocksPanel } from './locks-panel.tsx';
import { PairsPanel } from './pairs-panel.tsx';
import { ProtectionsPanel } from './protections-panel.tsx';

/** What holds losses in bounds: how far each limit is, what may be traded, and what one wants to be told of. */
export default function Risk() {
  return (
    <div className="risk">
      <LimitsPanel />
      <ProtectionsPanel />
      <LocksPanel />
      <PairsPanel />
      <AlertsPanel />
    </div>
  );
}
