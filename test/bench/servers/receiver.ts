// The other side of a channel: a webhook's receiver that takes all, one that fails, one that never answers, or the fake Bot
// API. Says for each message that is taken when the whole of it was there, and what it was.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { BotApi } from '../../fakes/bot-api.ts';

/** @param path and @param body of the request */
const arrived = (path: string, body: string) => {
  const at = process.hrtime.bigint();
  setImmediate(() => console.log(`arrived ${JSON.stringify({ at: String(at), path, body })}`));
};

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void | Promise<void>;

const ANSWERS: Record<string, Answer> = {
  async webhook(request, response) {
    const body = await text(request);
    arrived(request.url ?? '', body);
    response.writeHead(204).end();
  },
  failing: (_request, response) => void response.writeHead(500).end(),
  hanging: () => {},
};

async function hook(answer: Answer | undefined): Promise<number> {
  const server = http.createServer({ keepAliveTimeout: 60_000 }, answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function telegram(): Promise<number> {
  const api = await BotApi.open();
  api.fault = ({ method, payload }) => {
    if (method === 'sendMessage') arrived(`/bot${api.token}/sendMessage`, JSON.stringify(payload));
    return undefined;
  };
  return api.port;
}

const port = await (process.argv[2] === 'telegram' ? telegram() : hook(ANSWERS[process.argv[2] ?? '']));
console.log(`ready ${port}`);
