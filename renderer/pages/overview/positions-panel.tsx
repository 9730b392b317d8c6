import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Position } from '../../../daemon/protocol/schemas/trading.ts';
import { useSession } from '../../app/context.tsx';
import { selectBook, useDesk } from '../../app/desk.ts';
import { useFormats } from '../../app/use-formats.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Empty } from '../../components/empty.tsx';
import { Panel } from '../../components/panel.tsx';
import { usePositionColumns } from '../../components/position-columns.tsx';

export function PositionsPanel() {
  const { t } = useTranslation();
  const formats = useFormats();
  const session = useSession();
  const positions = useDesk((state) => selectBook(state).positions);
  const columns = usePositionColumns(
    useCallback((position: Position) => void session.call('positions.close', { account: position.account, id: position.tradeId }), [session]),
  );
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
