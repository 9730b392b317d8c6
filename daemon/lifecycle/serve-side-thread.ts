import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { RpcError } from '../protocol/rpc-error.ts';
import type { Question, Reply } from './side-thread.ts';

/** The other end of a `SideThread`: answers one question after the other, and lets others have the processor first. */
export function serveSideThread<Q, A>(answer: (question: Q) => A): void {
  stepBack();
  parentPort?.on('message', ({ id, question }: Question<Q>) => {
    let reply: Reply<A>;
    try {
      reply = { id, answer: answer(question) };
    } catch (error) {
      if (error instanceof RpcError) reply = { id, refused: error.toObject() };
      else reply = { id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    parentPort?.postMessage(reply);
  });
}

/** On Linux each thread has a priority of its own (setpriority(2), "C library/kernel differences"); elsewhere it is the process's, and stays. */
function stepBack(): void {
  if (process.platform !== 'linux') return;
  try {
    const thread = Number(path.basename(fs.readlinkSync('/proc/thread-self')));
    const back = os.constants.priority.PRIORITY_BELOW_NORMAL;
    // A daemon that is kept further back stays there.
    if (os.getPriority(thread) < back) os.setPriority(thread, back);
  } catch {
    // Without /proc the work is done all the same, only not behind others.
  }
}
