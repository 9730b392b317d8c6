import '../../styles/performance.css';
import { useDesk } from '../../app/desk.ts';
import { refine, usePlace } from '../../app/use-place.ts';
import { EquityPanel } from '../../components/equity/equity-panel.tsx';
import type { Range } from '../../components/equity/use-equity.ts';
import { BreakdownPanel } from './breakdown-panel.tsx';
import { CalendarPanel } from './calendar-panel.tsx';
import { KeyFigures } from './key-figures.tsx';

const RANGES = ['day', 'week', 'month', 'all'] as const satisfies readonly Range[];

/** How the account did: over time, by day, and by what it traded. */
export default function Performance() {
  const { query } = usePlace();
  const account = useDesk((state) => state.account);
  const range = RANGES.find((one) => one === query.range) ?? 'all';
  return (
    <div className="performance">
      <KeyFigures account={account} range={range} />
      <EquityPanel range={range} ranges={RANGES} onRange={(next) => refine({ range: next })} />
      <CalendarPanel key={account} account={account} />
      <BreakdownPanel account={account} />
    </div>
  );
}
