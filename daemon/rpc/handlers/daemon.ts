import type { Desired } from '../../lifecycle/run-state.ts';
import type { Vitals } from '../../lifecycle/vitals.ts';
import { PROTOCOL, type Result, RpcError } from '../../protocol/index.ts';
import type { Handlers } from '../handler.ts';

type Served = 'daemon.status' | 'daemon.health' | 'daemon.metrics' | 'daemon.diagnostics' | 'daemon.stop' | 'daemon.restart' | 'daemon.prepareRestart';
type Status = Result<'daemon.status'>;
export type Check = Result<'daemon.health'>['checks'][number];

interface Deps {
  /** What does not change while it runs. */
  readonly identity: Pick<Status, 'pid' | 'version' | 'bootId' | 'startedAt' | 'home' | 'socket' | 'runtime' | 'launcher' | 'lastExit'>;
  /** What the journal holds. */
  readonly events: () => { readonly firstSeq: number; readonly lastSeq: number; readonly oldestAt: number | null };
  readonly store: () => { readonly bytes: number; readonly freeBytes: number };
  /** Address of the console; null while it is off. */
  readonly console: () => string | null;
  readonly vitals: Vitals;
  readonly figures: () => { calls: Record<string, { count: number; errors: number }>; connections: number; subscribers: number };
  readonly checks: () => Check[];
  readonly diagnostics: () => Record<string, unknown>;
  /** Ends the process in good order; what is desired is remembered. */
  readonly requestStop: (desired: Desired) => void;
  /** Ends the process in good order and puts another in its place. */
  readonly requestRestart: () => void;
  readonly now: () => number;
}

/** Who else would have to start it anew, by who started it. */
const KEPT_ELSEWHERE: Partial<Record<Status['launcher'], { readonly message: string; readonly hint: string }>> = {
  service: { message: 'The daemon is run by the system as a service', hint: 'Restart it there: nightdesk daemon restart' },
  foreground: { message: 'The daemon runs in a terminal', hint: 'End it there with Ctrl+C, and start it again' },
};

export function daemonHandlers(deps: Deps): Handlers<Served> {
  const status = (): Status => ({ ...deps.identity, protocol: PROTOCOL.max, console: deps.console(), lastSeq: deps.events().lastSeq });
  const health = (): Result<'daemon.health'> => {
    const checks = deps.checks();
    return { status: worst(checks), checks };
  };
  const metrics = (): Result<'daemon.metrics'> => {
    const { calls, connections, subscribers } = deps.figures();
    const { rss, heapUsed } = process.memoryUsage();
    return {
      uptimeMs: deps.now() - deps.identity.startedAt,
      memory: { rss, heapUsed },
      eventLoopDelayMs: deps.vitals.loopDelay(),
      calls,
      events: { ...deps.events(), subscribers },
      store: deps.store(),
      connections,
    };
  };
  return {
    'daemon.status': status,
    'daemon.health': health,
    'daemon.metrics': metrics,
    'daemon.diagnostics': () => ({ madeAt: deps.now(), status: status(), health: health(), metrics: metrics(), ...deps.diagnostics() }),
    'daemon.stop': (_params, { afterAnswer }) => {
      afterAnswer(() => deps.requestStop('stopped'));
      return { ok: true };
    },
    'daemon.restart': (_params, { afterAnswer }) => {
      const refusal = KEPT_ELSEWHERE[deps.identity.launcher];
      if (refusal !== undefined) throw new RpcError('conflict', refusal.message, { hint: refusal.hint });
      afterAnswer(deps.requestRestart);
      return { ok: true };
    },
    'daemon.prepareRestart': (_params, { afterAnswer }) => {
      afterAnswer(() => deps.requestStop('running'));
      return { ok: true };
    },
  };
}

function worst(checks: readonly Check[]): Check['status'] {
  if (checks.some((check) => check.status === 'failing')) return 'failing';
  return checks.some((check) => check.status === 'degraded') ? 'degraded' : 'ok';
}
