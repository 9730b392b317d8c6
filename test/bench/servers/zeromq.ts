import { Reply } from 'zeromq';

const socket = new Reply();
await socket.bind(`ipc://${process.argv[2]}`);
console.log('ready');
for await (const [message] of socket) {
  const request = JSON.parse(String(message)) as { id: number };
  await socket.send(JSON.stringify({ jsonrpc: '2.0', id: request.id, result: { pong: true, time: Date.now() } }));
}
