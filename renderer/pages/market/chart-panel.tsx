import { CandlestickChart, FastForward } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../daemon/protocol/index.ts';
import { useSession } from '../../app/context.tsx';
import { selectBook, selectCurrency, selectStatus, useDesk } from '../../app/desk.ts';
import { useFormats } from '../../app/use-formats.ts';
import { refine, usePlace } from '../../app/use-place.ts';
import { Segments, Select } from '../../components/choice.tsx';
import { Empty } from '../../components/empty.tsx';
import { PercentChange, Price } from '../../components/numbers.tsx';
import { OutsideLink } from '../../components/outside-link.tsx';
import { Panel } from '../../components/panel.tsx';
import { candleOpen, timeframeMs, timeframesFor } from '../../lib/candles.ts';
import { placeHash } from '../../lib/place.ts';
import { Legend } from './legend.tsx';
import { type Level, tradeLevels, tradeMarks } from './overlays.ts';
import { useCandles } from './use-candles.ts';
import { type Indicators, useIndicators } from './use-indicators.ts';
import { usePairTrades } from './use-pair-trades.ts';
import type { PairRow } from './use-pairs.ts';

/** The drawing library is large; it comes with this page. */
const CandleChart = lazy(() => import('./candle-chart.tsx'));

const NO_STRATEGY = '-';

/** One pair: what it did, what its strategy goes by, where trades began and ended, and what waits. */
export function ChartPanel({ row, own }: { readonly row: PairRow; readonly own: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { query } = usePlace();
  const account = useDesk((state) => state.account);
  const currency = useDesk(selectCurrency);
  const { pair, step } = row;
  const frames = useMemo(() => timeframesFor(own), [own]);
  const timeframe = frames.find((one) => one === query.timeframe) ?? own;
  const at = query.at === undefined ? null : Number(query.at);
  const candles = useCandles({ account, pair, timeframe, own, at });
  const { closed, forming } = candles.bars;
  const strategies = useStrategies(account);
  const strategy = query.strategy ?? strategies.find(({ enabled }) => enabled)?.id ?? NO_STRATEGY;
  const draws = strategy !== NO_STRATEGY && timeframe === own && !candles.detached;
  const first = closed[0]?.ts ?? null;
  const indicators = useIndicators({ account, pair, strategy: draws ? strategy : null, first, last: closed.at(-1)?.ts ?? null, count: closed.length });
  const trades = usePairTrades(account, pair, first);
  const marks = useMemo(() => tradeMarks(trades), [trades]);
  const levels = useLevels(pair, indicators);
  const [hover, setHover] = useState<number | null>(null);
  const shown = useMemo(() => {
    if (hover === null) return forming ?? closed.at(-1) ?? null;
    return forming?.ts === hover ? forming : (closed.find((candle) => candle.ts === hover) ?? null);
  }, [hover, closed, forming]);
  const frameMs = timeframeMs(timeframe);
  const within = useMemo(() => (hover === null ? [] : marks.filter((mark) => candleOpen(mark.ts, frameMs) === hover)), [marks, hover, frameMs]);
  return (
    <Panel
      name="chart"
      title={pair}
      note={
        <span className="chart-price">
          {row.last !== null && <Price value={row.last} step={step} />} {row.change !== null && <PercentChange ratio={row.change} />}
        </span>
      }
      actions={
        <>
          {at !== null && (
            <button type="button" className="button small" onClick={() => refine({ at: '' })}>
              <FastForward aria-hidden size={13} /> {t('chart.now')}
            </button>
          )}
          <Segments
            label={t('chart.timeframe')}
            value={timeframe}
            options={frames.map((value) => ({ value, text: value }))}
            onChange={(value) => refine({ timeframe: value === own ? '' : value })}
          />
          <Select
            label={t('chart.strategy')}
            value={strategy}
            options={[{ value: NO_STRATEGY, text: t('chart.noStrategy') }, ...strategies.map(({ id, title }) => ({ value: id, text: title }))]}
            onChange={(value) => refine({ strategy: value })}
          />
          <a className="button small" href={placeHash({ page: 'positions', account, query: { pair } })}>
            {t('chart.order')}
          </a>
        </>
      }
    >
      <Legend candle={shown} step={step} currency={currency} indicators={indicators} marks={within} />
      <div className="chart-room" aria-busy={candles.phase === 'loading'}>
        {candles.phase === 'failed' ? (
          <Empty title={t('chart.failed', { pair })}>{candles.reason}</Empty>
        ) : (
          <Suspense fallback={null}>
            <CandleChart
              chartKey={candles.key}
              bars={candles.bars}
              indicators={indicators}
              marks={marks}
              levels={levels}
              at={at}
              priceStep={step}
              formats={formats}
              onHover={setHover}
              onLeftEdge={candles.loadOlder}
            />
          </Suspense>
        )}
        {candles.phase === 'ready' && closed.length === 0 && forming === null && <Empty title={t('market.empty')}>{t('market.emptyText')}</Empty>}
      </div>
      {strategy !== NO_STRATEGY && !draws && (
        <p className="chart-note">
          <CandlestickChart aria-hidden size={13} /> {t(candles.detached ? 'chart.pastNote' : 'chart.ownNote', { timeframe: own })}
        </p>
      )}
      <OutsideLink to="tradingView" className="attribution" title={t('equity.attribution')}>
        TradingView
      </OutsideLink>
    </Panel>
  );
}

type StrategyInfo = Result<'strategies.list'>['items'][number];

/** Those whose lines can be drawn. A replay has one, which the desk need not have enabled. */
function useStrategies(account: string): readonly StrategyInfo[] {
  const session = useSession();
  const generation = useDesk((state) => state.generation);
  const enabled = useDesk((state) => selectStatus(state)?.strategies.join(' ') ?? '');
  const [known, setKnown] = useState<readonly StrategyInfo[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection (`generation`) makes the question new
  useEffect(() => {
    let current = true;
    void session.read('strategies.list', {}).then((answer) => current && answer !== null && setKnown(answer.items));
    return () => {
      current = false;
    };
  }, [session, generation, enabled, account]);
  return useMemo(() => known.map((one) => ({ ...one, enabled: enabled.split(' ').includes(one.id) })), [known, enabled]);
}

/** Waiting orders, stops, and the levels of the strategy. */
function useLevels(pair: string, indicators: Indicators | null): readonly Level[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const orders = useDesk((state) => selectBook(state).orders);
  const positions = useDesk((state) => selectBook(state).positions);
  return useMemo(() => {
    const words = {
      order: ({ side, amount }: { side: 'buy' | 'sell'; amount: string }) => `${t(`side.${side}`)} ${formats.amount(amount)}`,
      stop: t('column.stop'),
    };
    const marks = (indicators?.marks ?? []).filter((mark) => mark.pane === 'price');
    return [
      ...tradeLevels(pair, orders, positions, words),
      ...marks.map((mark, index): Level => ({ id: `mark ${index}`, price: mark.value, kind: 'mark', title: '' })),
    ];
  }, [pair, orders, positions, indicators, t, formats]);
}
