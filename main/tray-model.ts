import type { ConnectionState } from '../daemon/client/connection.ts';
import type { BotState, BotStatus } from '../daemon/protocol/schemas/bot.ts';
import type { KeeperState } from './daemon-keeper.ts';
import type { Notify } from './settings.ts';

/** How a quick stop fares. */
export type QuickStop = { readonly phase: 'idle' } | { readonly phase: 'sending' } | { readonly phase: 'failed'; readonly problem: string };

export interface TrayState {
  readonly connection: ConnectionState;
  readonly daemon: KeeperState;
  /** Undefined while it is not known. */
  readonly bot: BotStatus | undefined;
  readonly quickStop: QuickStop;
  readonly notify: Notify;
  /** Version of the console. */
  readonly version: string;
}

type Look = 'running' | 'paused' | 'stopped' | 'attention';
export type TrayIcon = 'offline' | `${'paper' | 'live'}-${Look}`;

export type TrayAction = 'quickStop' | 'start' | 'pause' | 'resume' | 'open' | 'startDaemon' | 'restartDaemon' | 'quit';

export type TrayItem =
  | { readonly kind: 'separator' }
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'action'; readonly action: TrayAction; readonly label: string; readonly enabled: boolean }
  | { readonly kind: 'menu'; readonly label: string; readonly items: readonly TrayItem[] }
  | { readonly kind: 'choice'; readonly type: 'radio' | 'checkbox'; readonly label: string; readonly checked: boolean; readonly notify: Notify };

export interface TrayModel {
  readonly icon: TrayIcon;
  readonly tooltip: string;
  readonly menu: readonly TrayItem[];
}

const LOOKS: Readonly<Record<BotState, Look>> = {
  running: 'running',
  paused: 'paused',
  stopped: 'stopped',
  panicked: 'stopped',
  needs_attention: 'attention',
};

const WORDS: Readonly<Record<BotState, string>> = {
  running: 'running',
  paused: 'paused: no new entries',
  stopped: 'stopped',
  panicked: 'halted by a quick stop; re-arm it in the console',
  needs_attention: 'needs attention: see the console',
};

/** What the tray shows. Everything is in the menu: on many desktops a click on the icon never arrives. */
export function trayModel(state: TrayState): TrayModel {
  const status = statusLine(state);
  return { icon: iconOf(state), tooltip: `Nightdesk: ${status}`, menu: menuOf(state, status) };
}

function iconOf({ connection, bot, quickStop }: TrayState): TrayIcon {
  if (connection.name !== 'ready' || !bot) return 'offline';
  return `${bot.mode}-${quickStop.phase === 'failed' ? 'attention' : LOOKS[bot.state]}`;
}

function statusLine({ connection, daemon, bot }: TrayState): string {
  if (connection.name === 'ready') return bot ? deskLine(bot) : 'connected, waiting for the desk';
  if (connection.name === 'incompatible' || connection.name === 'unauthorised') return `not connected: ${connection.reason}`;
  if (daemon.phase === 'starting') return 'starting the daemon';
  if (daemon.phase === 'stopped') return 'the daemon is stopped';
  if (daemon.phase === 'failed') return `the daemon does not run: ${firstLine(daemon.problem)}`;
  return 'not connected';
}

function deskLine({ mode, state, openTrades, profitToday, stakeCurrency }: BotStatus): string {
  const trades = openTrades === 1 ? '1 open trade' : `${openTrades} open trades`;
  return `${mode === 'live' ? 'LIVE' : 'paper'}, ${WORDS[state]} · ${trades} · ${signed(profitToday)} ${stakeCurrency} today`;
}

const signed = (decimal: string) => (/^-|^0*\.?0*$/.test(decimal) ? decimal : `+${decimal}`);
const firstLine = (text: string) => text.split('\n')[0] ?? '';

function menuOf(state: TrayState, status: string): TrayItem[] {
  const connected = state.connection.name === 'ready';
  return [
    text(status),
    ...skewItems(state),
    separator,
    ...quickStopItems(state),
    ...(connected && state.bot && !isReadOnly(state) ? verbs(state.bot.state) : []),
    ...(connected ? [] : [action('startDaemon', 'Start the daemon', state.daemon.phase !== 'starting')]),
    separator,
    action('open', 'Open the console'),
    notifications(state.notify),
    action('quit', 'Quit the console (the daemon goes on)'),
  ];
}

/** Offered whatever the tray believes: a connection that is just lost may be back in a moment. */
function quickStopItems({ quickStop, bot }: TrayState): TrayItem[] {
  if (quickStop.phase === 'sending') return [action('quickStop', 'Quick stop: waiting for the daemon …', false)];
  const again = quickStop.phase === 'failed';
  const halted = bot?.state === 'panicked';
  return [
    ...(again ? [text(`Quick stop not confirmed: ${firstLine(quickStop.problem)}`)] : []),
    action('quickStop', again ? 'Quick stop again' : 'Quick stop: cancel all orders and halt', !halted),
  ];
}

function verbs(state: BotState): TrayItem[] {
  return [
    ...(state === 'paused' ? [action('resume', 'Resume')] : [action('start', 'Start', state === 'stopped')]),
    action('pause', 'Pause: no new entries', state === 'running'),
  ];
}

const isReadOnly = ({ connection }: TrayState): boolean => connection.name === 'ready' && connection.hello.readOnly === true;

/** The daemon outlives updates of the console, so that the two can differ. */
function skewItems(state: TrayState): TrayItem[] {
  const { connection, version } = state;
  if (connection.name === 'incompatible') return [action('restartDaemon', 'Restart the daemon in this version')];
  if (connection.name !== 'ready' || connection.hello.version === version) return [];
  const only = isReadOnly(state) ? [text('They speak different protocols: this console may only look')] : [];
  return [
    text(`The daemon is version ${connection.hello.version}, the console ${version}`),
    ...only,
    action('restartDaemon', 'Restart the daemon in this version'),
  ];
}

const FROM: ReadonlyArray<readonly [Notify['from'], string]> = [
  ['off', 'None'],
  ['critical', 'Critical only'],
  ['error', 'Errors, too'],
  ['warning', 'Warnings, too'],
  ['info', 'Everything, each trade included'],
];

function notifications(notify: Notify): TrayItem {
  const levels = FROM.map(([from, label]): TrayItem => ({ kind: 'choice', type: 'radio', label, checked: notify.from === from, notify: { ...notify, from } }));
  const sound: TrayItem = { kind: 'choice', type: 'checkbox', label: 'With sound', checked: notify.sound, notify: { ...notify, sound: !notify.sound } };
  return { kind: 'menu', label: 'Notifications', items: [...levels, separator, sound] };
}

const separator: TrayItem = { kind: 'separator' };
const text = (label: string): TrayItem => ({ kind: 'text', label });
const action = (name: TrayAction, label: string, enabled = true): TrayItem => ({ kind: 'action', action: name, label, enabled });
