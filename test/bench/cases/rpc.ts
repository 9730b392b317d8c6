import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { connectAsync } from 'mqtt';
import { Request } from 'zeromq';
import { startDaemon } from '../../support/daemon.ts';
import { alternate, type Figure, median } from '../lib/figures.ts';
import { PING } from '../lib/grpc-service.ts';
import { LineClient } from '../lib/line-client.ts';
import { end, scratch, startServer } from '../lib/processes.ts';

const call = (method: string) => `${JSON.stringify({ jsonrpc: '2.0', id: 7, method })}\n`;
const CALLS = 4000;
const PIPELINED = 40_960;
const ROUNDS = 7;

/** Round trips over the local socket against a bare echo, and beside other ways of asking. */
export async function rpc(): Promise<Figure[]> {
  const dir = scratch();
  const daemon = await startDaemon({ env: { NIGHTDESK__LIMITS__PER_SECOND: '100000000', NIGHTDESK__LIMITS__BURST: '100000000' } });
  const echoes = {
    ping: await echo(dir, 'ping', await daemon.client.call('session.ping', {})),
    status: await echo(dir, 'status', await daemon.client.call('bot.status', {})),
  };
  const desk = await LineClient.connect(daemon.socket);
  const others = await otherWays(dir);

  const latency = await alternate(ROUNDS, {
    barePing: () => echoes.ping.client.latency(call('session.ping'), CALLS),
    bareStatus: () => echoes.status.client.latency(call('bot.status'), CALLS),
    ping: () => desk.latency(call('session.ping'), CALLS),
    status: () => desk.latency(call('bot.status'), CALLS),
    ...Object.fromEntries(others.map((other) => [other.name, () => other.latency(CALLS / 4)])),
  } as Record<string, () => Promise<number>>);
  const pipelined = await alternate(ROUNDS, {
    barePing: () => echoes.ping.client.throughput(call('session.ping'), PIPELINED),
    bareStatus: () => echoes.status.client.throughput(call('bot.status'), PIPELINED),
    ping: () => desk.throughput(call('session.ping'), PIPELINED),
    status: () => desk.throughput(call('bot.status'), PIPELINED),
  });

  for (const other of others) await other.close();
  desk.close();
  await daemon.stop();
  for (const { client, server } of Object.values(echoes)) {
    client.close();
    await end(server);
  }
  fs.rmSync(dir, { recursive: true, force: true });
  const against = 'bare line-JSON server, same answer';
  return [
    { name: 'session.ping, round trip', unit: 'µs', ours: latency.ping ?? 0, baseline: latency.barePing ?? 0, against, goal: { atMost: 1.2 } },
    { name: 'bot.status, round trip', unit: 'µs', ours: latency.status ?? 0, baseline: latency.bareStatus ?? 0, against, goal: { atMost: 1.2 } },
    { name: 'session.ping, pipelined', unit: 'calls/s', ours: pipelined.ping, baseline: pipelined.barePing, against, goal: { atLeast: 0.5 } },
    { name: 'bot.status, pipelined', unit: 'calls/s', ours: pipelined.status, baseline: pipelined.bareStatus, against, goal: { atLeast: 0.5 } },
    ...others.map(
      (other): Figure => ({
        name: 'session.ping, round trip',
        unit: 'µs',
        ours: latency.ping ?? 0,
        baseline: latency[other.name] ?? 0,
        against: other.name,
        goal: { atMost: 1 },
      }),
    ),
  ];
}

/** A bare server that answers every line with the same result, so that only what the daemon adds makes a difference. */
async function echo(dir: string, name: string, result: unknown) {
  const address = path.join(dir, `${name}.sock`);
  const server = await startServer('echo', [address, JSON.stringify(result)]);
  return { server, client: await LineClient.connect(address) };
}

interface OtherWay {
  readonly name: string;
  latency(count: number): Promise<number>;
  close(): Promise<void>;
}

async function otherWays(dir: string): Promise<OtherWay[]> {
  const ways = [await zeromq(dir), await grpc(dir)];
  if (spawnSync('which', ['mosquitto']).status === 0) ways.push(await mqtt(dir));
  else console.error('MQTT not measured: mosquitto is not installed');
  return ways;
}

async function eachTimed(count: number, ask: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const started = performance.now();
    await ask();
    taken.push((performance.now() - started) * 1000);
  }
  return median(taken);
}

async function zeromq(dir: string): Promise<OtherWay> {
  const address = path.join(dir, 'zmq.sock');
  const server = await startServer('zeromq', [address]);
  const socket = new Request();
  socket.connect(`ipc://${address}`);
  const ask = async () => {
    await socket.send(call('session.ping'));
    const [answer] = await socket.receive();
    JSON.parse(String(answer));
  };
  return {
    name: 'ZeroMQ request/reply (ipc)',
    latency: (count) => eachTimed(count, ask),
    close: async () => {
      socket.close();
      await end(server);
    },
  };
}

async function grpc(dir: string): Promise<OtherWay> {
  const address = path.join(dir, 'grpc.sock');
  const server = await startServer('grpc', [address]);
  const client = new Client(`unix:${address}`, credentials.createInsecure());
  const { path: route, requestSerialize, responseDeserialize } = PING.ping as NonNullable<(typeof PING)[string]>;
  const ask = () =>
    new Promise((resolve, reject) =>
      client.makeUnaryRequest(route, requestSerialize, responseDeserialize, { id: 7 }, (error, answer) => (error ? reject(error) : resolve(answer))),
    );
  return {
    name: 'gRPC unary (unix socket)',
    latency: (count) => eachTimed(count, ask),
    close: async () => {
      client.close();
      await end(server);
    },
  };
}

async function mqtt(dir: string): Promise<OtherWay> {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const config = path.join(dir, 'mosquitto.conf');
  fs.writeFileSync(config, `listener ${port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\n`);
  const broker = spawn('mosquitto', ['-c', config], { stdio: 'ignore' });
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 50 });
  const server = await startServer('mqtt', [String(port)]);
  await client.subscribeAsync('bench/answer');
  let answered: () => void = () => {};
  client.on('message', (_topic, message) => {
    JSON.parse(message.toString());
    answered();
  });
  const ask = () =>
    new Promise<void>((resolve) => {
      answered = resolve;
      client.publish('bench/request', call('session.ping'));
    });
  return {
    name: 'MQTT request/answer (Mosquitto)',
    latency: (count) => eachTimed(count, ask),
    close: async () => {
      await client.endAsync(true);
      await end(server);
      await end(broker);
    },
  };
}
