import { useTranslation } from 'react-i18next';
import type { Candle } from '../../../daemon/protocol/schemas/market.ts';
import { useFormats } from '../../app/use-formats.ts';
import { Change, PercentChange, Price } from '../../components/numbers.tsx';
import { Moment } from '../../components/time.tsx';
import { readable } from '../../lib/readable.ts';
import type { TradeMark } from './overlays.ts';
import type { Indicators } from './use-indicators.ts';

interface Props {
  readonly candle: Candle | null;
  readonly step: string | undefined;
  readonly currency: string;
  readonly indicators: Indicators | null;
  /** Entries and exits within the candle. */
  readonly marks: readonly TradeMark[];
}

/** Trades named at once. */
const SHOWN = 2;

const FIELDS = ['open', 'high', 'low', 'close'] as const;

/** The figures of the candle under the crosshair, else of the last one; each in its place, whatever its length. */
export function Legend({ candle, step, currency, indicators, marks }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (candle === null) return <div className="legend" />;
  return (
    <div className="legend fades">
      <dl>
        <div>
          <dt className="hidden">{t('column.time')}</dt>
          <dd className="legend-time">
            <Moment ts={candle.ts} />
          </dd>
        </div>
        {FIELDS.map((field) => (
          <div key={field}>
            <dt title={t(`chart.${field}`)}>{t(`chart.${field}Short`)}</dt>
            <dd>
              <Price value={candle[field]} step={step} />
            </dd>
          </div>
        ))}
        <div>
          <dt className="hidden">{t('chart.change')}</dt>
          <dd>
            <PercentChange ratio={Number(candle.close) / Number(candle.open) - 1} />
          </dd>
        </div>
        <div>
          <dt title={t('chart.volume')}>{t('chart.volumeShort')}</dt>
          <dd>
            <span className="num" data-copy={candle.volume}>
              {formats.compact(Number(candle.volume))}
            </span>
          </dd>
        </div>
      </dl>
      <div className="legend-second">
        <dl>
          {indicators?.lines.map((line, index) => (
            <div key={line.id} className={`legend-line-${(index % 3) + 1}`}>
              <dt>{line.title}</dt>
              <dd>
                <Value value={valueAt(line, candle.ts)} pane={line.pane} step={step} />
              </dd>
            </div>
          ))}
        </dl>
        <ul className="legend-trades">
          {marks.slice(0, SHOWN).map((mark) => (
            <li key={`${mark.trade.id} ${mark.kind}`}>
              {t(`chart.${mark.kind}`, { id: mark.trade.id, strategy: mark.trade.strategy ?? t('column.byHand') })}{' '}
              <Price value={(mark.kind === 'entry' ? mark.trade.openRate : mark.trade.closeRate) ?? '0'} step={step} />{' '}
              {mark.kind === 'exit' && (
                <>
                  <Change value={mark.trade.profit} currency={currency} /> <span className="quiet">{readable(mark.trade.exitReason ?? '')}</span>
                </>
              )}
            </li>
          ))}
          {marks.length > SHOWN && <li className="quiet">{t('chart.more', { count: marks.length - SHOWN })}</li>}
        </ul>
      </div>
    </div>
  );
}

type Line = Indicators['lines'][number];

/** The candle under way has no value of its own yet; the last one stands. */
function valueAt({ points }: Line, ts: number): number | null {
  const last = points.at(-1);
  if (last !== undefined && last.ts < ts) return last.value;
  return points.find((point) => point.ts === ts)?.value ?? null;
}

function Value({ value, pane, step }: { readonly value: number | null; readonly pane: 'price' | 'own'; readonly step: string | undefined }) {
  if (value === null) return <span className="num none">–</span>;
  return pane === 'price' ? <Price value={String(value)} step={step} /> : <Price value={value.toFixed(1)} step="0.1" />;
}
