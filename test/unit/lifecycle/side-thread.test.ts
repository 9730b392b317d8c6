import os from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { SideThread } from '../../../daemon/lifecycle/side-thread.ts';

function thread({ patienceMs = 30_000, idleMs = 30_000 } = {}) {
  const side = new SideThread<string, number>({ source: 'test/fakes/threads/helper.ts', built: '', patienceMs, idleMs });
  onTestFinished(() => side.stop());
  return side;
}

test('on Linux it lets the thread that trades have the processor first', async (context) => {
  if (process.platform !== 'linux') context.skip('priorities of single threads are Linux’s');
  const own = os.getPriority();
  expect(await thread().ask('priority')).toBe(Math.max(own, os.constants.priority.PRIORITY_BELOW_NORMAL));
  expect(os.getPriority()).toBe(own);
});

test('a refusal stays one, a fault is told as one, and the next question is answered', async () => {
  const side = thread();
  await expect(side.ask('refuse')).rejects.toMatchObject({ kind: 'invalid', data: { field: 'order' } });
  await expect(side.ask('fail')).rejects.toThrow('broken');
  expect(await side.ask('priority')).toBeTypeOf('number');
});

test('one that does not come back is given up, with all that waits for it, and a new one answers', async () => {
  const side = thread({ patienceMs: 1500 });
  const asked = [side.ask('hang'), side.ask('priority')];
  for (const outcome of await Promise.allSettled(asked))
    expect(outcome).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('longer than 1.5 s') } });
  expect(await side.ask('priority')).toBeTypeOf('number');
});
