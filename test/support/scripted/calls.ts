import type { Page } from 'playwright-core';

/** Ids of the calls that a page waits for. */
const waiting = new WeakMap<Page, Set<unknown>>();

/** From now on, `allAnswered` knows of the calls of a page. */
export function watchCalls(page: Page): void {
  const calls = new Set<unknown>();
  waiting.set(page, calls);
  const messages = (frame: string | Buffer): { id?: unknown }[] => [JSON.parse(String(frame))].flat();
  page.on('websocket', (socket) => {
    calls.clear();
    socket.on('framesent', ({ payload }) => {
      for (const { id } of messages(payload)) if (id !== undefined) calls.add(id);
    });
    socket.on('framereceived', ({ payload }) => {
      for (const { id } of messages(payload)) calls.delete(id);
    });
  });
}

/** Whether a page waits for no call. */
export const allAnswered = (page: Page): boolean => waiting.get(page)?.size === 0;
