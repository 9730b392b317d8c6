// The baseline: the same lines, written to every open socket as they are, waiting for a socket that is full.
import { once } from 'node:events';
import net from 'node:net';
import { createInterface } from 'node:readline';
import { setImmediate as turn } from 'node:timers/promises';
import { BATCH, type Kind, line } from '../lib/sample.ts';

const sockets = new Set<net.Socket>();
const server = net.createServer((socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  socket.on('error', () => socket.destroy());
});
server.listen(process.argv[2], () => console.log('ready'));

const kind = process.argv[3] as Kind;
let seq = 0;
for await (const count of createInterface({ input: process.stdin })) {
  for (let left = Number(count); left > 0; left -= BATCH) {
    for (let index = 0; index < Math.min(BATCH, left); index += 1) {
      seq += 1;
      const text = line(kind, seq);
      for (const socket of sockets) socket.write(text);
    }
    await Promise.all([...sockets].filter((socket) => socket.writableNeedDrain).map((socket) => once(socket, 'drain')));
    await turn();
  }
}
