import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { RpcError } from '../../daemon/protocol/index.ts';
import { makeHome, type RunningDaemon, startDaemon } from '../support/daemon.ts';

/** Starts daemons one after the other on one home that is removed at the end. */
function livesOfOneDaemon(): () => Promise<RunningDaemon> {
  const home = makeHome();
  const lives: RunningDaemon[] = [];
  onTestFinished(async () => {
    for (const life of lives) await life.stop();
    fs.rmSync(home, { recursive: true, force: true });
  });
  return async () => {
    const life = await startDaemon({ home });
    lives.push(life);
    return life;
  };
}

/** Takes requests and never answers one. */
async function silentServer(): Promise<{ url: string; requests: () => number; asked: Promise<unknown> }> {
  let requests = 0;
  const server = http.createServer(() => {
    requests += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => server.closeAllConnections());
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, requests: () => requests, asked: once(server, 'request') };
}

test('a repeat after SIGKILL gets the first answer, and nothing happens twice', async () => {
  const start = livesOfOneDaemon();
  const message = { text: 'once', idempotencyKey: 'k-1' };
  const first = await start();
  const answer = await first.client.call('notify.send', message);
  await first.kill();
  const second = await start();
  expect(await second.client.call('notify.send', message)).toEqual(answer);
  const { items } = await second.client.call('events.history', { topics: ['notify.message'] });
  expect(items).toHaveLength(1);
});

test('a call cut off by SIGKILL is outcome_unknown to its repeat, and is not made again', async () => {
  const start = livesOfOneDaemon();
  const { url, requests, asked } = await silentServer();
  const first = await start();
  await first.client.call('channels.configure', { id: 'ops', kind: 'webhook', settings: { url }, topics: ['exception'] });
  const cut = first.client.call('channels.test', { id: 'ops', idempotencyKey: 'k-2' } as { id: string }).catch((error: unknown) => error);
  await asked;
  await first.kill();
  await cut;
  const second = await start();
  const repeat = await second.client.call('channels.test', { id: 'ops', idempotencyKey: 'k-2' } as { id: string }).catch((error: unknown) => error);
  expect(repeat).toBeInstanceOf(RpcError);
  expect(repeat).toMatchObject({ kind: 'outcome_unknown' });
  expect(requests()).toBe(1);
});
