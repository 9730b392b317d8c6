import { z } from 'zod';
import { mutation, query } from '../method.ts';
import { Done, Empty, Seq, Timestamp } from '../schemas/common.ts';

export const daemon = {
  'daemon.status': query({
    summary: "Process, version, home, socket and the journal's last number",
    params: Empty,
    result: () =>
      z.object({
        pid: z.int(),
        version: z.string(),
        protocol: z.int(),
        bootId: z.string(),
        startedAt: Timestamp,
        home: z.string(),
        socket: z.string(),
        console: z.string().nullable().meta({ description: 'Address of the console in the browser; null when off' }),
        lastSeq: Seq,
        runtime: z.string(),
        launcher: z.enum(['foreground', 'spawn', 'service']),
        lastExit: z.enum(['first', 'clean', 'crash']).meta({ description: 'How the run before ended' }),
      }),
    example: {},
  }),
  'daemon.health': query({
    summary: 'One word of health with the checks behind it',
    params: Empty,
    result: () =>
      z.object({
        status: z.enum(['ok', 'degraded', 'failing']),
        checks: z.array(z.object({ name: z.string(), status: z.enum(['ok', 'degraded', 'failing']), detail: z.string() })),
      }),
    example: {},
  }),
  'daemon.metrics': query({
    summary: 'Memory, event-loop delay, calls, events and queues',
    params: Empty,
    result: () =>
      z.object({
        uptimeMs: z.int(),
        memory: z.object({ rss: z.int(), heapUsed: z.int() }),
        eventLoopDelayMs: z.object({ p50: z.number(), p99: z.number(), max: z.number() }),
        calls: z.record(z.string(), z.object({ count: z.int(), errors: z.int() })),
        events: z.object({
          lastSeq: Seq,
          subscribers: z.int(),
          firstSeq: Seq.meta({ description: 'Number of the oldest event kept' }),
          oldestAt: Timestamp.nullable().meta({ description: 'When that happened' }),
        }),
        store: z.object({
          bytes: z.int().meta({ description: 'Size of the database file' }),
          freeBytes: z.int().meta({ description: 'Of it, what was freed and is written over first: the file stays as large as it once had to be' }),
        }),
        connections: z.int(),
      }),
    example: {},
  }),
  'daemon.diagnostics': query({
    summary: 'A report for a bug: versions, configuration, state, last log lines; secrets removed',
    role: 'operator',
    cost: 50,
    params: Empty,
    result: () => z.looseObject({ madeAt: Timestamp }),
    example: {},
  }),
  'daemon.stop': mutation({
    summary: 'Ends the daemon in good order; it stays down until it is started',
    danger: 'Trading ends until the daemon is started again. Open positions stay as they are.',
    params: Empty,
    result: () => Done,
    example: {},
  }),
  'daemon.restart': mutation({
    summary: 'Ends the daemon in good order and starts it anew, with the configuration as it is then',
    description:
      'For a daemon that was started into the background. One that a service manager or a terminal keeps answers `conflict`, and with whom to ask. ' +
      'It answers before it ends: that it is back shows in another `bootId` of `session.hello`.',
    params: Empty,
    result: () => Done,
    example: {},
  }),
  'daemon.prepareRestart': mutation({
    summary: 'Finishes and flushes what is under way and exits, to be started anew by its launcher or an installer',
    params: Empty,
    result: () => Done,
    example: {},
  }),
};
