import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { SocketGateway } from '../../../daemon/gateways/socket/gateway.ts';
import { EventBus } from '../../../daemon/journal/bus.ts';
import { History } from '../../../daemon/journal/history.ts';
import { Journal } from '../../../daemon/journal/journal.ts';
import { SILENT } from '../../../daemon/log/log.ts';
import { Audit } from '../../../daemon/rpc/audit.ts';
import { Dispatcher } from '../../../daemon/rpc/dispatcher.ts';
import { eventsHandlers } from '../../../daemon/rpc/handlers/events.ts';
import { sessionHandlers } from '../../../daemon/rpc/handlers/session.ts';
import { RateLimits } from '../../../daemon/rpc/limits.ts';
import type { AnyHandler } from '../../../daemon/rpc/method-table.ts';
import { Subscriptions } from '../../../daemon/rpc/subscriptions/subscriptions.ts';
import { Store } from '../../../daemon/store/store.ts';

const EMPTY = { bots: [], positions: [], orders: [], trades: [], balances: [], candles: {}, tickers: {} };

export const message = (text: string) => ({ text, level: 'info' as const, who: 'test', channels: null });

/** The daemon's own journal, streams, dispatcher and socket, without the rest of it. */
export class SmallDesk {
  readonly home = fs.mkdtempSync(path.join(os.tmpdir(), 'nd-client-'));
  readonly socket = path.join(this.home, 'rpc.sock');
  journal!: Journal;
  bus!: EventBus;
  subscriptions!: Subscriptions;
  gateway!: SocketGateway;
  readonly #handlers: Record<string, AnyHandler>;

  constructor(handlers: Record<string, AnyHandler> = {}) {
    this.#handlers = handlers;
  }

  /** Starts with the store in this file, so that a restart goes on where it was; or with another one. */
  async start(storeFile = 'a.db'): Promise<this> {
    const store = new Store(path.join(this.home, storeFile));
    const now = Date.now;
    this.bus = new EventBus((_owner, error) => {
      throw error;
    });
    const journal = new Journal(store, this.bus);
    this.journal = journal;
    this.subscriptions = new Subscriptions({ journal, bus: this.bus });
    this.subscriptions.start();
    const dispatcher = new Dispatcher({
      handlers: {
        ...eventsHandlers({ journal, history: new History(store), subscriptions: this.subscriptions, snapshot: () => EMPTY, now }),
        ...sessionHandlers({ version: '0.0.0', bootId: 'boot', journal, now, link: () => undefined }),
        ...this.#handlers,
      } as Record<string, AnyHandler>,
      store,
      audit: new Audit({ store, journal }),
      log: SILENT,
      limits: new RateLimits({ rate: () => ({ perSecond: 1e9, burst: 1e9 }) }),
    });
    this.gateway = new SocketGateway({ path: this.socket, dispatcher, log: SILENT, limits: { lingerMs: 50 } });
    await this.gateway.start();
    return this;
  }

  async stop(): Promise<void> {
    this.subscriptions.stop();
    await this.gateway.stop();
  }

  remove(): void {
    fs.rmSync(this.home, { recursive: true });
  }
}

/** Stands between client and daemon, and cuts each connection after as many bytes as `budget` says, wherever that falls. */
export class CuttingProxy {
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();
  cuts = 0;

  /** @param budget bytes from the daemon until the next cut, asked for each connection; undefined never cuts */
  constructor(target: string, budget: () => number | undefined) {
    this.#server = net.createServer((near) => {
      const far = net.connect({ path: target });
      let left = budget() ?? Number.POSITIVE_INFINITY;
      const cut = () => {
        near.destroy();
        far.destroy();
      };
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', cut);
        socket.on('close', () => {
          this.#sockets.delete(socket);
          cut();
        });
      }
      near.on('data', (chunk) => far.write(chunk));
      far.on('data', (chunk) => {
        if (chunk.length < left) {
          left -= chunk.length;
          near.write(chunk);
          return;
        }
        this.cuts += 1;
        near.write(chunk.subarray(0, left), cut);
        left = 0;
      });
    });
  }

  listen(file: string): Promise<void> {
    return new Promise((resolve) => this.#server.listen(file, resolve));
  }

  close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
