import { X } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Position } from '../../daemon/protocol/schemas/trading.ts';
import { selectCurrency, selectFigures, selectMayAct, useDesk } from '../app/desk.ts';
import type { Column } from './data-table.tsx';
import { Amount, Change, Money, None, PercentChange, Price } from './numbers.tsx';
import { Age } from './time.tsx';

/**
 * Columns of a table of positions.
 *
 * @param onClose begins to sell one; must keep its identity
 */
export function usePositionColumns(onClose: (position: Position) => void): readonly Column<Position>[] {
  const { t } = useTranslation();
  const currency = useDesk(selectCurrency);
  const { markets } = useDesk(selectFigures);
  const connected = useDesk(selectMayAct);
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
            onClick={() => onClose(p)}
          >
            <X aria-hidden size={14} />
          </button>
        ),
      },
    ];
  }, [t, onClose, currency, markets, connected]);
}
