import type http from 'node:http';
import { urlToHttpOptions } from 'node:url';
import { nodeHttp, nodeHttps } from './node-http.ts';

export interface PostRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** What came back, or how far the request got. */
export type PostOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly text: string }
  /** `sent`: the request was on the wire, so the other side may have acted on it. */
  | { readonly kind: 'failed'; readonly sent: boolean; readonly error: Error };

/** Of an answer's body, only so many bytes are read. */
const ANSWER_LIMIT = 16_384;
const IDLE_MS = 30_000;

/** A URL that is posted to again and again, over connections that stay open. Redirects are not followed. */
export class PostTarget {
  readonly #secure: boolean;
  readonly #agent: http.Agent;
  readonly #options: http.RequestOptions;
  readonly #answerLimit: number;

  /** @param answerLimit bytes of an answer that are read */
  constructor(url: URL, answerLimit = ANSWER_LIMIT) {
    this.#answerLimit = answerLimit;
    const pool = { keepAlive: true, maxSockets: 8, timeout: IDLE_MS };
    this.#secure = url.protocol === 'https:';
    this.#agent = this.#secure ? new (nodeHttps().Agent)(pool) : new (nodeHttp().Agent)(pool);
    this.#options = { ...urlToHttpOptions(url), method: 'POST', agent: this.#agent };
  }

  /** Ends all connections, those in use too. */
  close(): void {
    this.#agent.destroy();
  }

  /** Never rejects. */
  post({ headers, body, signal }: PostRequest): Promise<PostOutcome> {
    const { promise, resolve } = Promise.withResolvers<PostOutcome>();
    let sent = false;
    const fail = (error: Error) => resolve({ kind: 'failed', sent, error: signal.aborted && signal.reason instanceof Error ? signal.reason : error });
    if (signal.aborted) {
      fail(new Error('aborted'));
      return promise;
    }
    const bytes = Buffer.from(body);
    const options = { ...this.#options, signal, headers: { ...headers, 'content-length': String(bytes.length) } };
    const request = (this.#secure ? nodeHttps() : nodeHttp()).request(options);
    request.on('socket', (socket) => {
      const connected = () => {
        sent = true;
      };
      if (request.reusedSocket || !socket.connecting) connected();
      else socket.once(this.#secure ? 'secureConnect' : 'connect', connected);
    });
    request.on('error', fail);
    request.on('response', (response) => readAnswer(response, this.#answerLimit, resolve));
    request.end(bytes);
    return promise;
  }
}

/** The status is what counts: an answer whose body breaks off, or is longer than anybody reads, is still an answer. */
function readAnswer(response: http.IncomingMessage, limit: number, resolve: (outcome: PostOutcome) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size > limit) response.destroy();
  });
  const answered = () => {
    const text = Buffer.concat(chunks).toString('utf8', 0, limit);
    resolve({ kind: 'answered', status: response.statusCode ?? 0, headers: response.headers, text });
  };
  for (const end of ['end', 'close', 'error']) response.on(end, answered);
}
