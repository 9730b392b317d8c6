import { memo, type ReactNode, useRef } from 'react';
import { useGridKeys } from './use-grid-keys.ts';

export interface Column<T> {
  readonly key: string;
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly cell: (row: T) => ReactNode;
}

interface Props<T> {
  /** Accessible name. */
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
}

/**
 * A table to read and copy from. One stop for Tab; arrow keys go from cell to cell, Enter copies a figure or presses the
 * cell's button (WAI-ARIA grid pattern).
 */
export function DataTable<T>({ label, columns, rows, rowKey }: Props<T>) {
  const ref = useRef<HTMLTableElement>(null);
  const keys = useGridKeys(ref);
  return (
    <div className="table-scroll">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the grid pattern is what the arrow keys implement */}
      <table ref={ref} role="grid" aria-label={label} className="table" {...keys}>
        <thead>
          <tr>
            {columns.map(({ key, title, align = 'left' }) => (
              <th key={key} scope="col" className={align} data-column={key}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <Row key={rowKey(row)} row={row} columns={columns as ReadonlyArray<Column<unknown>>} first={index === 0} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly row: unknown;
  readonly columns: ReadonlyArray<Column<unknown>>;
  readonly first: boolean;
}

/** Drawn anew only when its own row is another: most changes are of one of many. */
const Row = memo(function Row({ row, columns, first }: RowProps) {
  return (
    <tr>
      {columns.map(({ key, align = 'left', cell }, column) => (
        <td key={key} className={align} data-column={key} tabIndex={first && column === 0 ? 0 : -1}>
          {cell(row)}
        </td>
      ))}
    </tr>
  );
});
