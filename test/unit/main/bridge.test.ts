import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Bridge, bridgeConnection } from '../../../daemon/client/bridge.ts';
import type { Connection } from '../../../daemon/client/connection.ts';
import { socketConnector } from '../../../daemon/client/socket.ts';
import { RpcError } from '../../../daemon/protocol/rpc-error.ts';
import type { FakeWebContents } from '../../fakes/electron.ts';
import { message, SmallDesk } from '../client/desk.ts';
import { setUpConsole } from './set-up.ts';

/** What the preload script does in the window of these contents. */
async function preload(set: ReturnType<typeof setUpConsole>, contents: FakeWebContents): Promise<Bridge> {
  const exposed: Record<string, Bridge> = {};
  vi.resetModules();
  vi.doMock('electron', () => ({
    contextBridge: { exposeInMainWorld: (name: string, bridge: Bridge) => Object.assign(exposed, { [name]: bridge }) },
    ipcRenderer: set.ipcMain.rendererOf(contents),
  }));
  process.argv.push('--nightdesk-version=1.0.0');
  await import('../../../preload/index.ts');
  process.argv.pop();
  return exposed.nightdesk!;
}

let desk: SmallDesk;
let set: ReturnType<typeof setUpConsole>;
let contents: FakeWebContents;
let connection: Connection;

beforeEach(async () => {
  desk = await new SmallDesk({
    'bot.panic': () => {
      throw new RpcError('conflict', 'not now', { hint: 'later' });
    },
    'bot.rearm': () => ({ state: 'stopped' }),
  }).start();
  set = setUpConsole({ connect: socketConnector(desk.socket), real: true });
  set.desktop.start();
  await set.ready();
  contents = set.windows[0]!.webContents;
  const bridge = await preload(set, contents);
  expect(bridge.version).toBe('1.0.0');
  connection = bridgeConnection(bridge);
  await expect.poll(() => connection.state.name).toBe('ready');
});
afterEach(async () => {
  vi.doUnmock('electron');
  await desk.stop();
  desk.remove();
});

test('a window calls the daemon by the bridge, and refusals come as the errors they are', async () => {
  expect(await connection.call('session.whoami', {})).toEqual({ name: 'local', role: 'owner', via: 'socket' });
  await expect(connection.call('bot.panic', {})).rejects.toMatchObject({ name: 'RpcError', kind: 'conflict', message: 'not now', data: { hint: 'later' } });
  expect(await connection.callConfirmed('bot.rearm', {})).toEqual({ state: 'stopped' });
});

test('a parameter that is undefined is one that is left out, as on every other way', async () => {
  const calls: unknown[] = [];
  const bridge: Bridge = {
    version: '1.0.0',
    call: async (_method, params) => {
      calls.push(params);
      return { ok: true, result: null };
    },
    subscribe: () => () => {},
    onState: () => {},
    connect: () => {},
    onNavigate: () => {},
    openLink: () => {},
  };
  await bridgeConnection(bridge).call('trades.list', { limit: 5, pair: undefined });
  expect(calls).toStrictEqual([{ limit: 5 }]);
});

test('an abort ends the waiting', async () => {
  const stop = new AbortController();
  const call = connection.call('session.ping', {}, { signal: stop.signal });
  stop.abort();
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
});

test('events cross in order and in batches; a stream that is closed is silent', async () => {
  const heard: unknown[] = [];
  const subscription = connection.subscribe(
    { topics: ['notify.*'], snapshot: true },
    { onStart: ({ seq, snapshot }) => heard.push(`start ${seq} ${snapshot !== undefined}`), onEvent: ({ seq }) => heard.push(seq) },
  );
  await expect.poll(() => heard).toEqual(['start 0 true']);
  desk.journal.write((emit) => {
    for (let count = 0; count < 100; count += 1) emit('notify.message', message('x'));
  });
  await expect.poll(() => heard.length).toBe(101);
  expect(heard.slice(1)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  expect(contents.sent.filter(({ channel }) => channel === 'nightdesk:news').length).toBeLessThan(10);
  expect(subscription.position).toBe(100);
  subscription.close();
  await connection.call('session.ping', {});
  desk.journal.append('notify.message', message('unheard'));
  await connection.call('session.ping', {});
  expect(heard).toHaveLength(101);
});

test('streams survive the daemon’s restart, across the bridge too', async () => {
  const heard: unknown[] = [];
  connection.subscribe({ topics: ['*'] }, { onStart: () => heard.push('start'), onResume: () => heard.push('resume'), onEvent: ({ seq }) => heard.push(seq) });
  await expect.poll(() => heard).toEqual(['start']);
  const states: string[] = [];
  connection.onState(({ name }) => states.push(name));
  await desk.stop();
  await expect.poll(() => states).toContain('waiting');
  await desk.start();
  desk.journal.append('notify.message', message('x'));
  await expect.poll(() => heard).toEqual(['start', 'resume', 1]);
});

test('a subscription that is refused says so', async () => {
  const error = await new Promise((resolve) => connection.subscribe({ topics: ['no.such'] }, { onEvent() {}, onError: resolve }));
  expect(error).toMatchObject({ kind: 'invalid' });
});

test('the streams of a page end with it', async () => {
  connection.subscribe({ topics: ['notify.*'] }, { onEvent() {} });
  await expect.poll(() => contents.sent.some(({ channel }) => channel === 'nightdesk:news')).toBe(true);
  const before = contents.sent.length;
  contents.reload();
  desk.journal.append('notify.message', message('for nobody'));
  await connection.call('session.ping', {});
  expect(contents.sent.slice(before).filter(({ channel }) => channel === 'nightdesk:news')).toEqual([]);
});

test('a window can have many streams, but not without end', async () => {
  const invoke = (id: number) => set.ipcMain.invoke(contents, 'nightdesk:subscribe', [id, { topics: ['log'] }]);
  for (let id = 1; id <= 50; id += 1) await invoke(id);
  await expect(invoke(51)).rejects.toThrow('50 streams');
});

test('closing it in the window leaves the console’s own connection alone', async () => {
  connection.close();
  expect(connection.state.name).toBe('closed');
  expect(set.connection.state.name).toBe('ready');
});
