import { Menu } from '@base-ui/react/menu';
import { ChevronDown, Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/context.tsx';
import { selectConnected, useDesk } from '../../app/desk.ts';
import { complain, tell } from '../../app/notice.ts';
import type { Session } from '../../app/session.ts';
import { useFormats } from '../../app/use-formats.ts';
import { popups } from '../../components/popups.tsx';
import { download } from '../../lib/download.ts';
import { paramsOf, type TradeFilter } from '../../lib/trade-filter.ts';

const FORMATS = ['csv', 'json'] as const;
type Format = (typeof FORMATS)[number];
/** Small enough that the daemon trades on between two parts. */
const PART = 2000;
const MEDIA = { csv: 'text/csv', json: 'application/json' };

/** Saves what the filter picks as a file. */
export function ExportMenu({ filter }: { readonly filter: TradeFilter }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const session = useSession();
  const account = useDesk((state) => state.account);
  const connected = useDesk(selectConnected);
  const [rows, setRows] = useState<number | null>(null);
  const save = async (format: Format) => {
    setRows(0);
    try {
      const { blob, filename, count } = await gather(session, account, filter, format, setRows);
      download(blob, filename);
      tell(t('export.done', { count, file: filename }));
    } catch (error) {
      complain(t('export.failed'), error instanceof Error ? error.message : undefined);
    } finally {
      setRows(null);
    }
  };
  return (
    <Menu.Root>
      <Menu.Trigger className="button small" disabled={!connected || rows !== null}>
        <Download aria-hidden size={13} />
        {rows === null ? t('export.title') : t('export.running', { count: rows, shown: formats.count(rows) })}
        <ChevronDown aria-hidden size={12} />
      </Menu.Trigger>
      <Menu.Portal container={popups}>
        <Menu.Positioner sideOffset={6} align="end" className="positioner">
          <Menu.Popup className="menu">
            {FORMATS.map((format) => (
              <Menu.Item key={format} className="menu-item" onClick={() => void save(format)}>
                <span className="menu-text">
                  <strong>{format.toUpperCase()}</strong>
                  <span className="menu-sub">{t(`export.${format}`)}</span>
                </span>
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

async function gather(session: Session, account: string, filter: TradeFilter, format: Format, onRows: (rows: number) => void) {
  const parts: string[] = [];
  let count = 0;
  let cursor: string | undefined;
  let filename = '';
  for (;;) {
    const outcome = await session.attempt('trades.export', { ...paramsOf(account, filter), format, limit: PART, cursor });
    if (!outcome.ok) {
      const { kind, retryAfterMs } = outcome.failure.data;
      if (kind !== 'rate_limited' || retryAfterMs === undefined) throw new Error(outcome.failure.message);
      await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
      continue;
    }
    const part = outcome.value;
    parts.push(part.content);
    count += part.rows;
    filename = part.filename;
    cursor = part.nextCursor;
    onRows(count);
    if (cursor === undefined) break;
  }
  const text =
    format === 'csv'
      ? parts
      : [
          JSON.stringify(
            parts.flatMap((part) => JSON.parse(part) as unknown[]),
            null,
            2,
          ),
        ];
  return { blob: new Blob(text, { type: `${MEDIA[format]};charset=utf-8` }), filename, count };
}
