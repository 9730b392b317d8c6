import '../../styles/risk.css';
import { AlertsPanel } from './alerts-panel.tsx';
import { LimitsPanel } from './limits-panel.tsx';
import { PairsPanel } from './pairs-panel.tsx';

/** What holds losses in bounds: how far each limit is, what may be traded, and what one wants to be told of. */
export default function Risk() {
  return (
    <div className="risk">
      <LimitsPanel />
      <PairsPanel />
      <AlertsPanel />
    </div>
  );
}
