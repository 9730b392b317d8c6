import { type RefObject, useCallback, useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';

export interface RowWindow {
  /** Places of the first and the last row to draw; the last is below the first where there is none. */
  readonly first: number;
  readonly last: number;
  /** Whether the first row of the list is in sight. */
  readonly atTop: boolean;
  /** Scrolls no further than it takes to have the row whole in sight. */
  readonly reveal: (row: number) => void;
}

interface Options {
  /** Rows in the list. */
  readonly count: number;
  /** Of each row, in pixels. */
  readonly height: number;
  /** Rows to draw beyond those in sight, to either side. */
  readonly beyond: number;
}

/**
 * Which rows of a scrolled box to draw. As all are of one height this is a division: a general virtualiser goes through
 * the whole list to measure it, and over a million rows that is several frames.
 *
 * @param box scrolls
 * @param body holds the rows, after whatever of the box stays in sight above them
 */
export function useRowWindow(box: RefObject<HTMLElement | null>, body: RefObject<HTMLElement | null>, { count, height, beyond }: Options): RowWindow {
  const [{ top, rows }, setSight] = useState({ top: 0, rows: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const look = () => {
      const next = { top: Math.floor(element.scrollTop / height), rows: Math.ceil(element.clientHeight / height) + 1 };
      setSight((now) => (now.top === next.top && now.rows === next.rows ? now : next));
    };
    // In the same frame, or the rows would come after the place where they belong.
    const scrolled = () => flushSync(look);
    look();
    element.addEventListener('scroll', scrolled, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => {
      element.removeEventListener('scroll', scrolled);
      resized.disconnect();
    };
  }, [box, height]);

  const reveal = useCallback(
    (row: number) => {
      const element = box.current;
      if (element === null) return;
      const room = element.clientHeight - (body.current?.offsetTop ?? 0);
      const highest = row * height;
      const lowest = highest + height - room;
      if (element.scrollTop > highest) element.scrollTop = highest;
      else if (element.scrollTop < lowest) element.scrollTop = lowest;
    },
    [box, body, height],
  );

  const begin = Math.max(0, Math.min(top, count - rows));
  return { first: Math.max(0, begin - beyond), last: rows === 0 ? -1 : Math.min(count, begin + rows + beyond) - 1, atTop: top === 0, reveal };
}
