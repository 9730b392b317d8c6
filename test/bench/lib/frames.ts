import type { Browser, Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  /** Of it, what the thread was given by the system. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly cat: string;
  readonly args?: { readonly name?: string; readonly data?: Record<string, unknown> };
}

/** How evenly a page was drawn: milliseconds from one frame of its main thread to the next. */
export interface Frames {
  readonly count: number;
  readonly longest: number;
  readonly p99: number;
  /** Share of frames longer than 50 ms. */
  readonly late: number;
  /** Tasks of the main thread over 50 ms, with how long it worked on each, and what took most. */
  readonly longTasks: ReadonlyArray<{ readonly ms: number; readonly worked: number; readonly cause: string }>;
  /** The longest that the main thread worked on one task, ms; unlike the rest it does not grow where the machine is busy with something else. */
  readonly hardest: number;
}

const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'disabled-by-default-devtools.timeline.frame', 'v8', 'toplevel'];
export const LATE_MS = 50;

/** Traces what Chromium does while `work` runs, which must keep frames coming. */
export async function traced(browser: Browser, page: Page, work: () => Promise<unknown>): Promise<Frames> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await page.evaluate(() => console.timeStamp('begin'));
  await work();
  await page.evaluate(() => console.timeStamp('end'));
  const { traceEvents } = JSON.parse(String(await browser.stopTracing())) as { traceEvents: TraceEvent[] };
  return framesOf(traceEvents);
}

function framesOf(events: readonly TraceEvent[]): Frames {
  const marks = events.filter((event) => event.name === 'TimeStamp' && event.cat.includes('devtools.timeline'));
  const [begin, end] = ['begin', 'end'].map((message) => marks.find((mark) => mark.args?.data?.message === message));
  if (begin === undefined || end === undefined) throw new Error('the trace has not the marks of its begin and end');
  const own = events.filter((event) => event.pid === begin.pid && event.tid === begin.tid && event.ts >= begin.ts && event.ts <= end.ts);
  const times = own.filter((event) => event.name === 'BeginMainThreadFrame').map((event) => event.ts);
  times.sort((a, b) => a - b);
  const lengths = times
    .slice(1)
    .map((ts, index) => (ts - (times[index] ?? ts)) / 1000)
    .sort((a, b) => a - b);
  const late = lengths.filter((ms) => ms > LATE_MS).length;
  const all = own.filter((event) => event.ph === 'X' && event.name.endsWith('RunTask'));
  const tasks = all.filter((event) => (event.dur ?? 0) > LATE_MS * 1000);
  return {
    count: lengths.length,
    longest: lengths.at(-1) ?? 0,
    p99: lengths[Math.floor(lengths.length * 0.99)] ?? 0,
    late: late / Math.max(1, lengths.length),
    longTasks: outermost(tasks).map((task) => ({ ms: (task.dur ?? 0) / 1000, worked: (task.tdur ?? 0) / 1000, cause: causeOf(task, own) })),
    hardest: all.reduce((most, task) => Math.max(most, task.tdur ?? 0), 0) / 1000,
  };
}

const within = (outer: TraceEvent) => (event: TraceEvent) =>
  event !== outer && event.ts >= outer.ts && event.ts + (event.dur ?? 0) <= outer.ts + (outer.dur ?? 0);

const outermost = (tasks: readonly TraceEvent[]) => tasks.filter((task) => !tasks.some((other) => within(other)(task)));

/** What the task did, outermost first, as far as each part takes most of the whole. */
function causeOf(task: TraceEvent, events: readonly TraceEvent[]): string {
  const inside = events.filter((event) => event.ph === 'X' && event.cat.includes('devtools.timeline') && !event.name.includes('RunTask')).filter(within(task));
  const heavy = inside.filter((event) => (event.dur ?? 0) > (task.dur ?? 0) * 0.3).sort((a, b) => (b.dur ?? 0) - (a.dur ?? 0));
  const words = heavy.slice(0, 6).map((event) => {
    const { functionName, url, type } = (event.args?.data ?? {}) as { functionName?: string; url?: string; type?: string };
    const of = functionName || type || url?.split('/').at(-1);
    return `${event.name}${of ? `(${of})` : ''} ${Math.round((event.tdur ?? 0) / 1000)}`;
  });
  return words.join(' > ') || 'nothing that the trace names';
}
