import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Candle, Ticker } from '../../../daemon/protocol/schemas/market.ts';
import { selectBook, selectFigures, selectStatus, useDesk } from '../../app/desk.ts';
import { useFreshness } from '../../app/use-freshness.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Empty } from '../../components/empty.tsx';
import { None, PercentChange, Price } from '../../components/numbers.tsx';
import { Panel } from '../../components/panel.tsx';
import { Clock } from '../../components/time.tsx';

interface Row {
  readonly pair: string;
  readonly ticker: Ticker | undefined;
  readonly candle: Candle | undefined;
}

/** Each pair with its last price and its last closed candle. */
export function MarketPanel() {
  const { t } = useTranslation();
  const data = useDesk((state) => selectStatus(state)?.data ?? null);
  const tickers = useDesk((state) => selectBook(state).tickers);
  const candles = useDesk((state) => selectBook(state).candles);
  const { markets } = useDesk(selectFigures);
  const rows = useMemo(() => {
    const pairs = new Set([...Object.keys(tickers), ...Object.keys(candles)]);
    return [...pairs].sort().map((pair): Row => ({ pair, ticker: tickers[pair], candle: candles[pair] }));
  }, [tickers, candles]);
  const { kind } = useFreshness();
  const columns = useMemo(
    (): readonly Column<Row>[] => [
      { key: 'pair', title: t('column.pair'), cell: (row) => <strong>{row.pair}</strong> },
      { key: 'last', title: t('column.last'), align: 'right', cell: (row) => <Last row={row} step={markets[row.pair]?.priceStep} /> },
      {
        key: 'change',
        title: t('column.change'),
        align: 'right',
        cell: ({ ticker }) => (ticker?.change === undefined ? <None /> : <PercentChange ratio={ticker.change} />),
      },
      { key: 'candle', title: t('column.candle'), align: 'right', cell: ({ candle }) => (candle === undefined ? <None /> : <Clock ts={candle.ts} />) },
    ],
    [t, markets],
  );
  return (
    <Panel name="market" title={t('market.title')} note={data === null ? undefined : `${data.label} · ${t(`age.${kind}`)}`}>
      {rows.length === 0 ? (
        <Empty title={t('market.empty')}>{t('market.emptyText')}</Empty>
      ) : (
        <DataTable label={t('market.title')} columns={columns} rows={rows} rowKey={(row) => row.pair} />
      )}
    </Panel>
  );
}

function Last({ row, step }: { readonly row: Row; readonly step: string | undefined }) {
  const price = row.ticker?.last ?? row.candle?.close;
  return price === undefined ? <None /> : <Price value={price} step={step} />;
}
