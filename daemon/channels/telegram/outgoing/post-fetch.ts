import { PostTarget } from '../../http/post.ts';

/** An answer repeats the message it was sent, escaped: up to twelve bytes for a character. */
const ANSWER_LIMIT = 1_000_000;

/** As much of `fetch` as calls of the Bot API without files need. */
export interface PostFetch {
  readonly fetch: (url: string, request: { headers: Record<string, string>; body: string; signal: AbortSignal }) => Promise<{ json(): unknown }>;
  /** Ends all connections. */
  close(): void;
}

/** Posts over Node's own HTTP, over connections that stay open: an alert leaves in half the time that the built-in `fetch` takes. */
export function postFetch(): PostFetch {
  const targets = new Map<string, PostTarget>();
  const targetOf = (url: string) => {
    const target = targets.get(url) ?? new PostTarget(new URL(url), ANSWER_LIMIT);
    targets.set(url, target);
    return target;
  };
  return {
    async fetch(url, { headers, body, signal }) {
      const outcome = await targetOf(url).post({ headers, body, signal });
      if (outcome.kind === 'failed') throw outcome.error;
      return { json: () => JSON.parse(outcome.text) };
    },
    close() {
      for (const target of targets.values()) target.close();
    },
  };
}
