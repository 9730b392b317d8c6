import { X } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Position } from '../../../daemon/protocol/schemas/trading.ts';
import { useSession } from '../../app/context.tsx';
import { selectBook, selectConnected, selectCurrency, selectFigures, useDesk } from '../../app/desk.ts';
import { useFormats } from '../../app/use-formats.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Empty } from '../../components/empty.tsx';
import { Amount, Change, Money, None, PercentChange, Price } from '../../components/numbers.tsx';
import { Panel } from '../../components/panel.tsx';
import { Age } from '../../components/time.tsx';

export function PositionsPanel() {
  const { t } = useTranslation();
  const formats = useFormats();
  const positions = useDesk((state) => selectBook(state).positions);
  const columns = useColumns();
  return (
    <Panel name="positions" title={t('positions.title')} note={formats.count(positions.length)}>
      {positions.length === 0 ? (
        <Empty title={t('positions.empty')}>{t('positions.emptyText')}</Empty>
      ) : (
        <DataTable label={t('positions.title')} columns={columns} rows={positions} rowKey={(position) => position.tradeId} />
      )}
    </Panel>
  );
}

function useColumns(): readonly Column<Position>[] {
  const { t } = useTranslation();
  const session = useSession();
  const currency = useDesk(selectCurrency);
  const { markets } = useDesk(selectFigures);
  const connected = useDesk(selectConnected);
  return useMemo(() => {
    const step = (pair: string) => markets[pair]?.priceStep;
    return [
      { key: 'pair', title: t('column.pair'), cell: (p) => <strong>{p.pair}</strong> },
      { key: 'strategy', title: t('column.strategy'), cell: (p) => p.strategy ?? t('column.byHand') },
      { key: 'amount', title: t('column.amount'), align: 'right', cell: (p) => <Amount value={p.amount} /> },
      { key: 'entry', title: t('column.entry'), align: 'right', cell: (p) => <Price value={p.entryPrice} step={step(p.pair)} /> },
      { key: 'mark', title: t('column.mark'), align: 'right', cell: (p) => <Price value={p.markPrice} step={step(p.pair)} /> },
      { key: 'value', title: t('column.value', { currency }), align: 'right', cell: (p) => <Money value={p.value} currency={currency} /> },
      { key: 'profit', title: t('column.profit', { currency }), align: 'right', cell: (p) => <Change value={p.profit} currency={currency} /> },
      { key: 'ratio', title: '%', align: 'right', cell: (p) => <PercentChange ratio={p.profitRatio} /> },
      {
        key: 'stop',
        title: t('column.stop'),
        align: 'right',
        cell: (p) => (p.stopPrice === null ? <None /> : <Price value={p.stopPrice} step={step(p.pair)} />),
      },
      { key: 'age', title: t('column.age'), align: 'right', cell: (p) => <Age ts={p.openedAt} /> },
      {
        key: 'close',
        title: t('column.close'),
        align: 'right',
        cell: (p) => (
          <button
            type="button"
            tabIndex={-1}
            className="button icon-button"
            disabled={!connected}
            aria-label={t('positions.close', { pair: p.pair })}
            title={t('positions.close', { pair: p.pair })}
            onClick={() => void session.call('positions.close', { account: p.account, id: p.tradeId })}
          >
            <X aria-hidden size={14} />
          </button>
        ),
      },
    ];
  }, [t, session, currency, markets, connected]);
}
