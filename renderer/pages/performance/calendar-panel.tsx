import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type CSSProperties, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../daemon/protocol/index.ts';
import { selectCurrency, useDesk } from '../../app/desk.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { useFormats } from '../../app/use-formats.ts';
import { Change } from '../../components/numbers.tsx';
import { Panel } from '../../components/panel.tsx';
import { Refusal } from '../../components/refusal.tsx';
import { useGridKeys } from '../../components/use-grid-keys.ts';
import { type Month, monthOf, monthStart } from '../../lib/calendar.ts';
import { total } from '../../lib/decimals.ts';

type Day = Result<'performance.periods'>['items'][number];

/** As far back as the calendar can be turned. */
const DAYS = 731;

/** Each day's profit, a month at a time: what was won or lost by its sign, how much by the depth of its colour. */
export function CalendarPanel({ account }: { readonly account: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const currency = useDesk(selectCurrency);
  const { outcome, value, reload } = useAnswer('performance.periods', { account, unit: 'day', count: DAYS }, ['trade.exit_fill']);
  const [back, setBack] = useState(0);
  const days = value?.items ?? [];
  const newest = days[0]?.start;
  const month = useMemo(() => (newest === undefined ? null : monthOf(monthStart(newest, -back), days)), [newest, back, days]);
  const oldest = days.at(-1)?.start ?? 0;
  const sum = total(month?.weeks.flat().map((day) => day?.item?.profit ?? '0') ?? []);
  return (
    <Panel
      name="calendar"
      title={t('calendar.title')}
      note={
        month !== null && (
          <>
            {t('calendar.sum')} <Change value={sum} currency={currency} /> {currency}
          </>
        )
      }
      actions={
        <div className="turn">
          <button
            type="button"
            className="button icon-button"
            aria-label={t('calendar.before')}
            disabled={month === null || month.start <= oldest}
            onClick={() => setBack(back + 1)}
          >
            <ChevronLeft aria-hidden size={15} />
          </button>
          <span className="turn-month" aria-live="polite">
            {month !== null && formats.month(month.start)}
          </span>
          <button type="button" className="button icon-button" aria-label={t('calendar.after')} disabled={back === 0} onClick={() => setBack(back - 1)}>
            <ChevronRight aria-hidden size={15} />
          </button>
        </div>
      }
    >
      {outcome !== null && !outcome.ok && value === null ? (
        <Refusal failure={outcome.failure} onRetry={reload} />
      ) : (
        month !== null && newest !== undefined && <Days month={month} until={newest} currency={currency} />
      )}
    </Panel>
  );
}

interface DaysProps {
  readonly month: Month<Day>;
  /** The newest day there is. */
  readonly until: number;
  readonly currency: string;
}

function Days({ month, until, currency }: DaysProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const ref = useRef<HTMLTableElement>(null);
  const keys = useGridKeys(ref);
  const most = Math.max(...month.weeks.flat().map((day) => Math.abs(Number(day?.item?.profit ?? 0))));
  const first = month.weeks[0]?.findIndex((day) => day !== null) ?? 0;
  return (
    <div className="calendar-room">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the grid pattern is what the arrow keys implement */}
      <table ref={ref} role="grid" aria-label={t('calendar.label', { month: formats.month(month.start) })} className="calendar" {...keys}>
        <thead>
          <tr>
            {formats.weekdays.map(({ short, long }) => (
              <th key={long} scope="col" abbr={long}>
                {short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {month.weeks.map((week, row) => (
            <tr key={week.find((day) => day !== null)?.ts}>
              {week.map((day, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the place in the week is what the cell is
                <td key={column} tabIndex={row === 0 && column === first ? 0 : -1} {...look(day?.item, most)}>
                  {day !== null && <DayFigures ts={day.ts} day={day.ts <= until ? day.item : undefined} currency={currency} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DayFigures({ ts, day, currency }: { readonly ts: number; readonly day: Day | undefined; readonly currency: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const trades = t('calendar.trades', { count: day?.trades ?? 0 });
  return (
    <span className="day" title={day === undefined ? formats.day(ts) : `${formats.day(ts)}: ${trades}`}>
      <span className="day-number">{new Date(ts).getUTCDate()}</span>
      {day !== undefined && day.trades > 0 && (
        <>
          <span className="day-profit num" data-copy={day.profit}>
            {formats.change(day.profit, currency)}
          </span>
          <span className="day-trades">{trades}</span>
        </>
      )}
    </span>
  );
}

/** The depth of a day's colour: its profit against the greatest of the month. */
function look(day: Day | undefined, most: number): { readonly 'data-tone'?: string; readonly style?: CSSProperties } {
  const profit = Number(day?.profit ?? 0);
  if (profit === 0) return {};
  const depth = Math.round(8 + (Math.abs(profit) / most) * 24);
  return { 'data-tone': profit > 0 ? 'gain' : 'loss', style: { '--depth': `${depth}%` } as CSSProperties };
}
