// The baseline: bare JSON lines on a unix socket, parsed, answered with the same id and a result given at the start, and nothing else.
import net from 'node:net';

const result: unknown = JSON.parse(process.argv[3] ?? '{}');
const server = net.createServer((socket) => {
  let buffer = '';
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: string) => {
    const text = buffer + chunk;
    let start = 0;
    let answers = '';
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', start)) {
      const request = JSON.parse(text.slice(start, at)) as { id: number };
      answers += `${JSON.stringify({ jsonrpc: '2.0', id: request.id, result })}\n`;
      start = at + 1;
    }
    buffer = text.slice(start);
    if (answers) socket.write(answers);
  });
});
server.listen(process.argv[2], () => console.log('ready'));
