import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ConnectionState } from '../../../daemon/client/connection.ts';
import type { BotStatus } from '../../../daemon/protocol/schemas/bot.ts';
import { type TrayItem, type TrayState, trayModel } from '../../../main/tray-model.ts';
import { ROOT } from '../../support/entry.ts';
import { HELLO } from '../client/fake-link.ts';
import { botStatus } from './bot-status.ts';

const READY = { name: 'ready', hello: HELLO } as unknown as ConnectionState;
const LOST: ConnectionState = { name: 'waiting', attempt: 1, retryAt: 0, reason: 'cut' };

const state = (more: Partial<TrayState> = {}): TrayState => ({
  connection: READY,
  daemon: { phase: 'attached' },
  bot: botStatus(),
  quickStop: { phase: 'idle' },
  notify: { from: 'critical', sound: true },
  version: HELLO.version,
  ...more,
});
const bot = (more: Partial<BotStatus>): TrayState => state({ bot: botStatus(more) });
const labels = (given: TrayState) => trayModel(given).menu.flatMap((item) => (item.kind === 'separator' ? [] : [item.label]));
const find = (given: TrayState, action: string) =>
  trayModel(given).menu.find((item): item is Extract<TrayItem, { kind: 'action' }> => item.kind === 'action' && item.action === action);

test('each state has an icon of its own, and paper is never mistaken for live', () => {
  const icon = (given: TrayState) => trayModel(given).icon;
  const icons = (['running', 'paused', 'stopped', 'needs_attention'] as const).flatMap((one) => [
    icon(bot({ state: one, mode: 'paper' })),
    icon(bot({ state: one, mode: 'live' })),
  ]);
  expect(icons).toEqual(['paper-running', 'live-running', 'paper-paused', 'live-paused', 'paper-stopped', 'live-stopped', 'paper-attention', 'live-attention']);
  expect(new Set([...icons, icon(state({ connection: LOST }))]).size).toBe(9);
});

test('without a connection the tray does not pretend to know', () => {
  for (const connection of [LOST, { name: 'connecting', attempt: 1 }, { name: 'closed' }] as const) {
    expect(trayModel(state({ connection }))).toMatchObject({ icon: 'offline', tooltip: 'Nightdesk: not connected' });
  }
  expect(trayModel(state({ bot: undefined })).icon).toBe('offline');
});

test.each([
  [bot({ openTrades: 1, profitToday: '12.30' }), 'paper, running · 1 open trade · +12.30 USDT today'],
  [bot({ mode: 'live', state: 'paused', profitToday: '-3' }), 'LIVE, paused: no new entries · 2 open trades · -3 USDT today'],
  [bot({ state: 'panicked', profitToday: '0.00' }), 'paper, halted by a quick stop; re-arm it in the console · 2 open trades · 0.00 USDT today'],
  [state({ connection: LOST, daemon: { phase: 'starting' } }), 'starting the daemon'],
  [state({ connection: LOST, daemon: { phase: 'stopped' } }), 'the daemon is stopped'],
  [state({ connection: LOST, daemon: { phase: 'failed', problem: 'bad config\n  line 3' } }), 'the daemon does not run: bad config'],
  [state({ connection: { name: 'unauthorised', reason: 'who are you?' } }), 'not connected: who are you?'],
])('its status line says how things stand (%#)', (given, line) => {
  expect(labels(given)[0]).toBe(line);
  expect(trayModel(given).tooltip).toBe(`Nightdesk: ${line}`);
});

describe('quick stop', () => {
  test('is offered whatever the tray believes, but not twice', () => {
    expect(find(state(), 'quickStop')).toMatchObject({ enabled: true });
    expect(find(state({ connection: LOST, bot: undefined }), 'quickStop')).toMatchObject({ enabled: true });
    expect(find(state({ quickStop: { phase: 'sending' } }), 'quickStop')).toMatchObject({ enabled: false, label: expect.stringContaining('waiting') });
    expect(find(bot({ state: 'panicked' }), 'quickStop')).toMatchObject({ enabled: false });
  });

  test('that was not confirmed is shown as such, never as done', () => {
    const given = state({ quickStop: { phase: 'failed', problem: 'no answer within 30 s' } });
    expect(trayModel(given).icon).toBe('paper-attention');
    expect(labels(given)).toContain('Quick stop not confirmed: no answer within 30 s');
    expect(find(given, 'quickStop')).toMatchObject({ enabled: true, label: 'Quick stop again' });
  });
});

test('only verbs that mean something now can be picked', () => {
  const enabled = (given: TrayState) => ['start', 'pause', 'resume'].filter((action) => find(given, action)?.enabled);
  expect(enabled(bot({ state: 'running' }))).toEqual(['pause']);
  expect(enabled(bot({ state: 'paused' }))).toEqual(['resume']);
  expect(enabled(bot({ state: 'stopped' }))).toEqual(['start']);
  expect(enabled(bot({ state: 'panicked' }))).toEqual([]);
  expect(enabled(state({ connection: LOST }))).toEqual([]);
});

test('the daemon can be started where none answers, and quitting says what it does not do', () => {
  expect(find(state(), 'startDaemon')).toBeUndefined();
  expect(find(state({ connection: LOST }), 'startDaemon')).toMatchObject({ enabled: true });
  expect(find(state({ connection: LOST, daemon: { phase: 'starting' } }), 'startDaemon')).toMatchObject({ enabled: false });
  expect(find(state(), 'quit')?.label).toBe('Quit the console (the daemon goes on)');
});

test('a daemon of another version is named, and can be restarted in this one', () => {
  const skewed = state({ version: '2.0.0' });
  expect(labels(skewed)).toContain('The daemon is version 1.0.0, the console 2.0.0');
  expect(find(skewed, 'restartDaemon')).toBeDefined();
  expect(find(state(), 'restartDaemon')).toBeUndefined();
  expect(find(state({ connection: { name: 'incompatible', reason: 'no common protocol' } }), 'restartDaemon')).toBeDefined();
});

test('there is an image of each icon in each size, sharp ones too', () => {
  const icons = ['offline', ...['paper', 'live'].flatMap((mode) => ['running', 'paused', 'stopped', 'attention'].map((look) => `${mode}-${look}`))];
  const missing = icons
    .flatMap((icon) => [16, 22, 32].flatMap((size) => [`${icon}-${size}.png`, `${icon}-${size}@2x.png`]))
    .filter((file) => !fs.existsSync(path.join(ROOT, 'resources/icons/tray', file)));
  expect(missing).toEqual([]);
});
