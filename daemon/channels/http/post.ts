import http from 'node:http';
import https from 'node:https';

export interface PostRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
  readonly agent: http.Agent;
}

/** What came back, or how far the request got. */
export type PostOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly text: string }
  /** `sent`: the request was on the wire, so the other side may have acted on it. */
  | { readonly kind: 'failed'; readonly sent: boolean; readonly error: Error };

/** Of an answer's body, only so much is read. */
const ANSWER_LIMIT = 2048;
const IDLE_MS = 30_000;

/** Keeps connections open between messages. */
export function agentFor(url: URL): http.Agent {
  const options = { keepAlive: true, maxSockets: 8, timeout: IDLE_MS };
  return url.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options);
}

/** Posts a body; redirects are not followed. Never rejects. */
export function post({ url, headers, body, signal, agent }: PostRequest): Promise<PostOutcome> {
  const { promise, resolve } = Promise.withResolvers<PostOutcome>();
  let sent = false;
  const fail = (error: Error) => resolve({ kind: 'failed', sent, error: signal.aborted && signal.reason instanceof Error ? signal.reason : error });
  if (signal.aborted) {
    fail(new Error('aborted'));
    return promise;
  }
  const bytes = Buffer.from(body);
  const secure = url.protocol === 'https:';
  const request = (secure ? https : http).request(url, { method: 'POST', agent, signal, headers: { ...headers, 'content-length': String(bytes.length) } });
  request.on('socket', (socket) => {
    if (request.reusedSocket || !socket.connecting) sent = true;
    else socket.once(secure ? 'secureConnect' : 'connect', () => (sent = true));
  });
  request.on('error', fail);
  request.on('response', (response) => {
    const answered = (text: string) => resolve({ kind: 'answered', status: response.statusCode ?? 0, headers: response.headers, text });
    const chunks: Buffer[] = [];
    let size = 0;
    const text = () => Buffer.concat(chunks).toString('utf8', 0, ANSWER_LIMIT);
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > ANSWER_LIMIT) response.destroy();
    });
    // The status is what counts: an answer whose body breaks off is still an answer.
    for (const end of ['end', 'close', 'error']) response.on(end, () => answered(text()));
  });
  request.end(bytes);
  return promise;
}
