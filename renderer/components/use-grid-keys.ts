import type { KeyboardEvent, RefObject } from 'react';

const STEPS: Record<string, readonly [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
  Home: [0, Number.NEGATIVE_INFINITY],
  End: [0, Number.POSITIVE_INFINITY],
};

const clamp = (value: number, size: number) => Math.max(0, Math.min(size - 1, value));

/** Keyboard for a table of cells: arrows move, Enter or Space uses what the cell holds (https://www.w3.org/WAI/ARIA/apg/patterns/grid/). */
export function useGridKeys(ref: RefObject<HTMLTableElement | null>): { onKeyDown: (event: KeyboardEvent) => void } {
  return {
    onKeyDown(event) {
      const cell = (event.target as Element).closest('td');
      const body = ref.current?.tBodies[0];
      if (cell === null || body === undefined) return;
      const step = STEPS[event.key];
      if (step !== undefined) {
        event.preventDefault();
        const row = body.rows[clamp((cell.parentElement as HTMLTableRowElement).sectionRowIndex + step[0], body.rows.length)];
        row?.cells[clamp(cell.cellIndex + step[1], row.cells.length)]?.focus();
      } else if (event.target === cell && (event.key === 'Enter' || event.key === ' ')) {
        event.preventDefault();
        cell.querySelector<HTMLElement>('button, [data-copy]')?.click();
      }
    },
  };
}
