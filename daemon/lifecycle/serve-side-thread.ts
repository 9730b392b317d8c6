import { parentPort } from 'node:worker_threads';
import { RpcError } from '../protocol/rpc-error.ts';
import type { Question, Reply } from './side-thread.ts';

/** The other end of a `SideThread`: answers one question after the other. */
export function serveSideThread<Q, A>(answer: (question: Q) => A): void {
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
