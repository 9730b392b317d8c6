import '../styles/virtual.css';
import { type CSSProperties, type KeyboardEvent, memo, type Ref, useDeferredValue, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Paged } from '../app/use-paged-rows.ts';
import type { Column } from './data-table.tsx';
import { useRowWindow } from './use-row-window.ts';

interface Props<T> {
  /** Accessible name. */
  readonly label: string;
  readonly columns: readonly WideColumn<T>[];
  readonly paged: Paged<T>;
  readonly rowKey: (row: T) => string;
  /** Opens a row: by click, or by Enter in its first cell. */
  readonly onOpen?: (row: T) => void;
  readonly selected?: string | null;
  /** Hears whether the newest row is in sight. */
  readonly onTop?: (atTop: boolean) => void;
  /** Lets the page go back to the newest row. */
  readonly handle?: Ref<TableHandle>;
}

export interface WideColumn<T> extends Column<T> {
  readonly width: string;
  /** Among the last, and left out by the page's style where there is little room: first those of 1. */
  readonly rare?: 1 | 2;
}

/** A column of so many rem, which takes its part of the room that is left. */
export const share = (rem: number): string => `minmax(${rem}rem, ${rem}fr)`;

export interface TableHandle {
  readonly toTop: () => void;
}

const MOVES: Record<string, readonly [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-15, 0],
  PageDown: [15, 0],
  Home: [Number.NEGATIVE_INFINITY, 0],
  End: [Number.POSITIVE_INFINITY, 0],
};

const placesOf = (first: number, last: number): readonly number[] => Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => first + place);

const clamp = (value: number, size: number) => Math.max(0, Math.min(size - 1, value));

const isLeftOut = (cell: HTMLTableCellElement, column: number) => (cell.parentElement as HTMLTableRowElement).cells[column]?.offsetParent === null;

const NOTHING = { first: 0, last: -1 };

/** Browsers draw nothing that is higher, in pixels. */
const TALLEST = 33_000_000;

/** Rows beyond those in sight, to either side: as many as a turn of the wheel brings in. */
const BEYOND = 6;

/** As high as a row of any other table, in pixels of now. */
const rowHeight = () => Math.round(Number.parseFloat(getComputedStyle(document.documentElement).fontSize) * 1.75);

/**
 * A table of any length: only the rows in sight exist, pages come as they are reached. Keys as in `DataTable`; Home and
 * End go to the first and the last row known.
 */
export function VirtualTable<T>({ label, columns, paged: { rows, state }, rowKey, onOpen, selected, onTop, handle }: Props<T>) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const { count } = state;
  const height = Math.min(useRowHeight(), Math.floor(TALLEST / Math.max(1, count)));
  const { first, last, atTop, reveal } = useRowWindow(scroller, body, { count, height, beyond: BEYOND });
  useImperativeHandle(handle, () => ({ toTop: () => scroller.current?.scrollTo({ top: 0 }) }), []);
  const sight = useMemo(() => ({ first, last }), [first, last]);
  // Rows that come into sight are filled as far as each frame has time: a leap brings as many as fit on the screen.
  const filled = useDeferredValue(sight, NOTHING);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the list (`version`) may call for other pages
  useEffect(() => rows.look(first, Math.max(first, last)), [rows, first, last, state.version]);
  useEffect(() => onTop?.(atTop), [onTop, atTop]);

  const [active, setActive] = useState({ row: 0, column: 0 });
  const stop = active.row >= first && active.row <= last ? active : { row: first, column: 0 };
  const wanted = useRef(false);
  useEffect(() => {
    if (!wanted.current) return;
    const cell = scroller.current?.querySelector<HTMLElement>(`tr[data-index="${active.row}"] > td:nth-child(${active.column + 1})`);
    if (cell === null || cell === undefined) return;
    wanted.current = false;
    cell.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const cell = (event.target as Element).closest('td');
    if (cell === null) return;
    const move = MOVES[event.key];
    if (move !== undefined) {
      event.preventDefault();
      const next = { row: clamp(stop.row + move[0], count), column: clamp(cell.cellIndex + move[1], columns.length) };
      if (isLeftOut(cell, next.column)) return;
      wanted.current = true;
      setActive(next);
      reveal(next.row);
    } else if (event.target === cell && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      const row = rows.row(stop.row);
      if (cell.cellIndex === 0 && onOpen !== undefined && row !== null) onOpen(row);
      else cell.querySelector<HTMLElement>('button, [data-copy]')?.click();
    }
  };
  return (
    <div ref={scroller} className="table-scroll virtual">
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the grid pattern is what the arrow keys implement
        role="grid"
        aria-label={label}
        aria-rowcount={state.complete ? count + 1 : -1}
        className="table"
        style={{ '--columns': columns.map(trackOf).join(' '), '--row': `${height}px` } as CSSProperties}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={classOf(column)} data-column={column.key}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} style={{ height: count * height }}>
          {placesOf(first, last).map((index) => {
            const row = rows.row(index);
            return (
              <Row
                key={row === null ? `row ${index}` : rowKey(row)}
                row={row}
                empty={index !== active.row && (index < filled.first || index > filled.last)}
                index={index}
                height={height}
                columns={columns as readonly WideColumn<unknown>[]}
                stop={index === stop.row ? stop.column : -1}
                selected={row === null || selected === undefined ? undefined : rowKey(row) === selected}
                onOpen={onOpen as ((row: unknown) => void) | undefined}
                onFocus={setActive}
              />
            );
          })}
        </tbody>
      </table>
      {state.reason !== null && (
        <p className="table-fault" role="alert">
          {state.reason}{' '}
          <button type="button" className="button small" onClick={() => void rows.refresh()}>
            {t('fault.retry')}
          </button>
        </p>
      )}
    </div>
  );
}

interface RowProps {
  /** Null while its page is under way. */
  readonly row: unknown;
  /** Not filled yet. */
  readonly empty: boolean;
  readonly index: number;
  /** In pixels. */
  readonly height: number;
  readonly columns: readonly WideColumn<unknown>[];
  /** The column that Tab stops at; -1 for none. */
  readonly stop: number;
  readonly selected: boolean | undefined;
  readonly onOpen: ((row: unknown) => void) | undefined;
  readonly onFocus: (at: { row: number; column: number }) => void;
}

const classOf = ({ align = 'left', rare }: WideColumn<never>) => (rare === undefined ? align : `${align} rare-${rare}`);
const trackOf = ({ width, rare }: WideColumn<never>) => (rare === undefined ? width : `var(--rare-${rare}, ${width})`);

/** Drawn anew only when something of it changed: with each step of scrolling all rows are gone through. */
const Row = memo(function Row({ row, empty, index, height, columns, stop, selected, onOpen, onFocus }: RowProps) {
  const { t } = useTranslation();
  return (
    <tr
      data-index={index}
      data-open={onOpen !== undefined}
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={{ transform: `translateY(${index * height}px)` }}
      onClick={(event) => {
        if (row !== null && (event.target as Element).closest('button, a, [data-copy]') === null) onOpen?.(row);
      }}
    >
      {empty && (
        <td>
          <span className="quiet">{t('table.loading')}</span>
        </td>
      )}
      {!empty &&
        columns.map((one, column) => (
          <td key={one.key} className={classOf(one)} data-column={one.key} tabIndex={column === stop ? 0 : -1} onFocus={() => onFocus({ row: index, column })}>
            {row === null ? column === 0 && <span className="quiet">{t('table.loading')}</span> : one.cell(row)}
          </td>
        ))}
    </tr>
  );
});

function useRowHeight(): number {
  const [height, setHeight] = useState(rowHeight);
  useEffect(() => {
    const changed = () => setHeight(rowHeight());
    addEventListener('resize', changed);
    return () => removeEventListener('resize', changed);
  }, []);
  return height;
}
