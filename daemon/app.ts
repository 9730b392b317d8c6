import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Alerts } from './alerts/alerts.ts';
import type { Channels } from './channels/channels.ts';
import { openAlerts, openHealthWatch } from './compose/alerts.ts';
import { openChannels } from './compose/channels.ts';
import { channelChecks, deskChecks, foundationChecks, gatewayChecks } from './compose/checks.ts';
import { type Core, core, dispatcher } from './compose/core.ts';
import { diagnose, publishSchema } from './compose/diagnostics.ts';
import { logEvents } from './compose/event-log.ts';
import { type Env, type Foundation, lay } from './compose/foundation.ts';
import { openGateways } from './compose/gateways.ts';
import { heartbeat } from './compose/heartbeat.ts';
import { keepJournal } from './compose/keep-journal.ts';
import { localSocket } from './compose/local-socket.ts';
import { openLogs } from './compose/log-sinks.ts';
import { openPlugins } from './compose/plugins.ts';
import { openSignals } from './compose/signals.ts';
import { Teardown } from './compose/teardown.ts';
import { openEngine, tradingHandlers } from './compose/trading.ts';
import type { Engine } from './engine/engine.ts';
import type { Gateways } from './gateways/gateways.ts';
import { HttpGateway } from './gateways/http/gateway.ts';
import type { TradingViewGateway } from './gateways/tradingview/gateway.ts';
import { ownPackage } from './lifecycle/package.ts';
import type { Paths } from './lifecycle/paths.ts';
import type { BootMark, Desired } from './lifecycle/run-state.ts';
import { Vitals } from './lifecycle/vitals.ts';
import type { LogHub } from './log/hub.ts';
import type { Log } from './log/log.ts';
import { alertsHandlers } from './rpc/handlers/alerts.ts';
import { channelsHandlers } from './rpc/handlers/channels.ts';
import { configHandlers } from './rpc/handlers/config.ts';
import { daemonHandlers } from './rpc/handlers/daemon.ts';
import { eventsHandlers } from './rpc/handlers/events.ts';
import { gatewaysHandlers } from './rpc/handlers/gateways.ts';
import { pluginsHandlers } from './rpc/handlers/plugins.ts';
import { recordsHandlers } from './rpc/handlers/records.ts';
import { rpcHandlers } from './rpc/handlers/rpc.ts';
import { secretsHandlers } from './rpc/handlers/secrets.ts';
import { sessionHandlers } from './rpc/handlers/session.ts';
import { signalsHandlers } from './rpc/handlers/signals.ts';
import { tokensHandlers } from './rpc/handlers/tokens.ts';
import type { Signals } from './signals/signals.ts';

export type Launcher = 'foreground' | 'spawn' | 'service';

export interface AppOptions {
  readonly paths: Paths;
  readonly env: Env;
  readonly hub: LogHub;
  readonly launcher: Launcher;
  readonly bootId: string;
  readonly mark: BootMark;
  /** Notes that this run lives. */
  readonly alive: () => void;
  /** Ends the process in good order. */
  readonly requestStop: (desired: Desired) => void;
  /** Ends the process in good order and puts another in its place. */
  readonly requestRestart: () => void;
}

export interface App {
  /** Ends everything in reverse order. @returns whether all of it went well */
  stop(): Promise<boolean>;
  /** Trades no further and writes down what can be, at once: the process is about to end. */
  abandon(): void;
}

/**
 * Builds the daemon out of its parts and starts them. It is ready, and this resolves, when it answers on the socket.
 *
 * @throws ConfigError, SchemaTooNewError, SocketPlaceError; what was begun is ended again
 */
export async function startApp(options: AppOptions): Promise<App> {
  const teardown = new Teardown(options.hub.log('daemon'));
  try {
    return await compose(options, teardown);
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

async function compose(options: AppOptions, teardown: Teardown): Promise<App> {
  const { paths, hub, bootId, mark, alive } = options;
  const { version } = ownPackage();
  const foundation = lay({ ...options, teardown });
  const { config, bus, journal, logs } = foundation;
  // Opened late and closed late: what the other parts say while they stop is still written down.
  let closeLogs = async () => {};
  teardown.add('logs', () => closeLogs());
  journal.append('daemon.state', { state: 'started', bootId, version, ...mark });

  const engine = await openEngine(foundation, hub);
  const shared = core(foundation, hub, teardown);
  const parts: Parts = {
    ...shared,
    engine,
    channels: openChannels(foundation, hub, { engine, audit: shared.audit, dispatcher: () => calls }),
    alerts: openAlerts(foundation, engine, hub),
    ...openSignals(foundation, hub, engine, shared.audit),
    vitals: new Vitals(),
  };
  const { calls, gateways, identity, plugins } = waysIn(options, foundation, parts);

  await localSocket(paths, calls, hub, identity, teardown);
  greet(options, hub.log('daemon'));
  // Whoever waits for an answer gets it before the market is warmed up and the console is loaded.
  await setImmediate();

  closeLogs = await openLogs(foundation, paths.logs, hub);
  teardown.add('plugins', () => plugins.stop());
  teardown.add('channels', () => parts.channels.stop());
  // Before those who would miss what they add.
  await plugins.start();
  await parts.channels.start();
  keepJournal(foundation, parts.subscriptions, hub, teardown);
  logEvents(bus, hub.log('desk'), teardown);
  teardown.add('engine', () => parts.engine.stop());
  parts.engine.start();
  for (const watch of [parts.alerts, openHealthWatch(foundation, engine, hub)]) {
    watch.start();
    teardown.add('alerts', () => watch.stop());
  }
  gateways.run();
  teardown.add('gateways', () => gateways.close());
  config.start();
  teardown.add('config', () => config.stop());
  heartbeat(bus, parts.vitals, alive, teardown);
  publishSchema(paths);

  return {
    stop: () => {
      journal.append('daemon.state', { state: 'stopping', bootId, version, ...mark });
      return teardown.run();
    },
    abandon: () => logs.flush(),
  };
}

interface Parts extends Core {
  readonly engine: Engine;
  readonly channels: Channels;
  readonly alerts: Alerts;
  readonly signals: Signals;
  readonly tradingView: TradingViewGateway;
  readonly vitals: Vitals;
}

/** Every method with its handler, behind one dispatcher, and the gateways before it. */
function waysIn({ paths, hub, launcher, bootId, mark, requestStop, requestRestart }: AppOptions, foundation: Foundation, parts: Parts) {
  const { root, version } = ownPackage();
  const { config, store, journal, history, logs, vault } = foundation;
  const { audit, tokens, subscriptions, engine, channels, alerts, signals, tradingView, vitals } = parts;
  const now = Date.now;
  const identity = { pid: process.pid, version, bootId, startedAt: now(), home: paths.home, socket: paths.socket, launcher };
  const calls = dispatcher(foundation, audit, hub, {
    ...sessionHandlers({ version, bootId, journal, now, link: (role) => http.link(role) }),
    ...rpcHandlers({ version, added: () => calls.added() }),
    ...eventsHandlers({ journal, history, subscriptions, snapshot: () => engine.snapshot(), now }),
    ...tradingHandlers(engine, foundation),
    ...channelsHandlers({ channels }),
    ...alertsHandlers({ alerts }),
    ...signalsHandlers({ signals }),
    ...gatewaysHandlers({ gateways: () => gateways }),
    ...pluginsHandlers({ plugins: () => plugins }),
    ...recordsHandlers({ logs, audit }),
    ...configHandlers({ config }),
    ...secretsHandlers({ vault }),
    ...tokensHandlers({ tokens }),
    ...daemonHandlers({
      identity: { ...identity, runtime: `Node ${process.versions.node}`, lastExit: mark.lastExit },
      events: () => ({ firstSeq: journal.firstSeq, lastSeq: journal.lastSeq, oldestAt: history.timeOf(journal.firstSeq) }),
      store: () => store.size(),
      console: () => http.url,
      vitals,
      figures: () => ({ calls: calls.figures(), connections: calls.connections, subscribers: subscriptions.size }),
      checks: () => [...foundationChecks(foundation, vitals), ...deskChecks(engine), ...channelChecks(channels), ...gatewayChecks(gateways)],
      diagnostics: () => diagnose(foundation, paths, hub, { bots: engine.snapshot().bots, channels: channels.list() }),
      requestStop,
      requestRestart,
      now,
    }),
  });
  const rendererDir = path.join(root, 'out/renderer');
  const http = new HttpGateway({ dispatcher: calls, tokens, settings: () => config.get().console, log: hub.log('console'), rendererDir });
  const gateways: Gateways = openGateways(foundation, hub, { http, tradingView, socket: paths.socket });
  const plugins = openPlugins(foundation, hub, { engine, channels, calls, folder: paths.plugins });
  return { calls, gateways, identity, plugins };
}

function greet({ paths, mark }: AppOptions, log: Log): void {
  log.info(`Nightdesk ${ownPackage().version} answers at ${paths.socket}`);
  if (paths.socketNote) log.warn(paths.socketNote);
  if (mark.lastExit !== 'crash') return;
  const seconds = Math.round((mark.downMs ?? 0) / 1000);
  log.warn(`The run before this one crashed or was killed; no daemon ran for ${seconds} s`, {
    remedy: 'Look at the end of its log if nobody killed it',
    is: { code: 'crashed', params: { downMs: seconds * 1000 } },
  });
}
