import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Position } from '../../../daemon/protocol/schemas/trading.ts';
import { useSession } from '../../app/context.tsx';
import { selectBook, selectMayAct, useDesk } from '../../app/desk.ts';
import { useFormats } from '../../app/use-formats.ts';
import { refine, usePlace } from '../../app/use-place.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Empty } from '../../components/empty.tsx';
import { Panel } from '../../components/panel.tsx';
import { usePositionColumns } from '../../components/position-columns.tsx';
import { CloseDialog } from './close-dialog.tsx';

/** What is held; each can be sold in part or whole, or all at once. */
export function PositionsPanel() {
  const { t } = useTranslation();
  const formats = useFormats();
  const session = useSession();
  const account = useDesk((state) => state.account);
  const connected = useDesk(selectMayAct);
  const positions = useDesk((state) => selectBook(state).positions);
  const { query } = usePlace();
  const columns = usePositionColumns(useCallback((position: Position) => refine({ close: position.tradeId }), []));
  return (
    <Panel
      name="positions"
      title={t('positions.title')}
      note={formats.count(positions.length)}
      actions={
        <button
          type="button"
          className="button small"
          disabled={positions.length === 0 || !connected}
          onClick={() => void session.call('positions.closeAll', { account })}
        >
          {t('positions.closeAll')}
        </button>
      }
    >
      {positions.length === 0 ? (
        <Empty title={t('positions.empty')}>{t('positions.emptyText')}</Empty>
      ) : (
        <DataTable label={t('positions.title')} columns={columns} rows={positions} rowKey={(position) => position.tradeId} />
      )}
      <CloseDialog tradeId={query.close ?? null} onDone={() => refine({ close: '' })} />
    </Panel>
  );
}
