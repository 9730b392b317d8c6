import { expect, test } from 'vitest';
import { DaemonClient } from '../../../daemon/client/client.ts';
import { DaemonKeeper, type KeeperState } from '../../../main/daemon-keeper.ts';
import { FakeLink, FakeTimers } from '../client/fake-link.ts';
import { turn } from './set-up.ts';

interface World {
  desired?: 'running' | 'stopped';
  supervised?: boolean;
  launch?: (force: boolean) => Promise<unknown>;
}

function setUp(world: World = {}) {
  const link = new FakeLink();
  const timers = new FakeTimers();
  // The client's own next attempt is far off, so that what is seen is the keeper's doing.
  const connection = new DaemonClient({ connect: link, client: 'test', timers, backoff: { baseMs: 1e9, maxMs: 1e9 }, keepAliveMs: 1e9 });
  const launches: Array<{ at: number; force: boolean }> = [];
  const states: KeeperState[] = [];
  const start = timers.now();
  const keeper = new DaemonKeeper(
    {
      connection,
      timers,
      desired: () => world.desired ?? 'running',
      supervised: async () => world.supervised ?? false,
      launch: async (force) => {
        launches.push({ at: timers.now() - start, force });
        await world.launch?.(force);
      },
    },
    (state) => states.push(state),
  );
  /** No daemon answers: the attempt fails. */
  const absent = async () => {
    link.lose({ reason: 'no daemon' });
    await turn();
  };
  const pass = async (ms: number) => {
    timers.pass(ms);
    await turn();
  };
  /** It comes up, lives for a while and is killed. */
  const crash = async () => {
    link.welcome();
    await absent();
  };
  return { link, timers, connection, launches, states, keeper, absent, pass, crash, world };
}

test('attaches to a daemon that runs, and starts none', async () => {
  const { link, connection, launches, keeper } = setUp();
  connection.connect();
  link.welcome();
  await turn();
  expect(launches).toEqual([]);
  expect(keeper.state).toEqual({ phase: 'attached' });
});

test('starts one where none answers, and attaches to it', async () => {
  const { link, connection, launches, states, absent, pass } = setUp();
  connection.connect();
  await absent();
  await pass(0);
  expect(launches).toEqual([{ at: 0, force: false }]);
  expect(connection.state.name).toBe('connecting');
  link.welcome();
  expect(states).toEqual([{ phase: 'starting' }, { phase: 'attached' }]);
});

test('one that crashes is started again after 1, 2 and 4 seconds, and left alone after four starts within a minute', async () => {
  const { connection, launches, keeper, absent, pass, crash } = setUp();
  connection.connect();
  await absent();
  for (const wait of [0, 1_000, 2_000, 4_000]) {
    await pass(wait);
    await crash();
  }
  expect(launches.map(({ at }) => at)).toEqual([0, 1_000, 3_000, 7_000]);
  expect(keeper.state).toEqual({ phase: 'failed', problem: 'the daemon ended 4 times within a minute' });
  await pass(600_000);
  expect(launches).toHaveLength(4);
});

test('a crash once in a while is met every time', async () => {
  const { connection, launches, keeper, absent, pass, crash } = setUp();
  connection.connect();
  await absent();
  for (let count = 0; count < 8; count += 1) {
    await pass(1_000);
    await pass(60_000);
    await crash();
  }
  await pass(1_000);
  expect(launches).toHaveLength(9);
  expect(keeper.state.phase).not.toBe('failed');
});

test('one that was stopped on purpose stays down until the user starts it', async () => {
  const { link, connection, launches, keeper, pass, crash, world } = setUp({ desired: 'running' });
  connection.connect();
  link.welcome();
  world.desired = 'stopped';
  await crash();
  await pass(600_000);
  expect(launches).toEqual([]);
  expect(keeper.state).toEqual({ phase: 'stopped' });
  await keeper.startNow();
  expect(launches).toMatchObject([{ force: true }]);
  link.welcome();
  expect(keeper.state).toEqual({ phase: 'attached' });
});

test('one that the system looks after is left to the system', async () => {
  const { connection, launches, absent, pass } = setUp({ supervised: true });
  connection.connect();
  await absent();
  await pass(600_000);
  expect(launches).toEqual([]);
});

test('one that cannot be started is not tried again and again, and the reason is kept', async () => {
  const { connection, keeper, launches, absent, pass, link } = setUp({
    launch: async () => {
      throw new Error('config.jsonc, line 3: expected a number');
    },
  });
  connection.connect();
  await absent();
  await pass(0);
  expect(keeper.state).toEqual({ phase: 'failed', problem: 'config.jsonc, line 3: expected a number' });
  await absent();
  await pass(600_000);
  expect(launches).toHaveLength(1);
  connection.connect();
  link.welcome();
  expect(keeper.state).toEqual({ phase: 'attached' });
});

test('a daemon that comes back by itself in the meantime is not started a second time', async () => {
  const { link, connection, launches, absent, pass, crash } = setUp();
  connection.connect();
  await absent();
  await pass(0);
  await crash();
  connection.connect();
  link.welcome();
  await pass(10_000);
  expect(launches).toHaveLength(1);
});

test('once the console ends, nothing is started any more', async () => {
  const { connection, launches, keeper, absent, pass, crash } = setUp();
  connection.connect();
  await absent();
  await pass(0);
  await crash();
  keeper.stop();
  await pass(600_000);
  expect(launches).toHaveLength(1);
});
