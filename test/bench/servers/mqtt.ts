import { connectAsync } from 'mqtt';

const client = await connectAsync(`mqtt://127.0.0.1:${process.argv[2]}`);
await client.subscribeAsync('bench/request');
client.on('message', (_topic, message) => {
  const request = JSON.parse(message.toString()) as { id: number };
  client.publish('bench/answer', JSON.stringify({ id: request.id, pong: true, time: Date.now() }));
});
console.log('ready');
