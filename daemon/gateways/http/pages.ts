import { createHash } from 'node:crypto';
import { policyWithStyle } from './headers.ts';

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1.5rem;color-scheme:light dark}code{font:14px ui-monospace,monospace}';

/** The `Content-Security-Policy` these pages are sent with. */
export const PAGE_POLICY = policyWithStyle(`sha256-${createHash('sha256').update(STYLE).digest('base64')}`);

const page = (title: string, body: string, head = ''): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${head}<title>${title}</title><style>${STYLE}</style></head><body><h1>${title}</h1>${body}</body></html>`;

/**
 * Takes the browser to the console after its cookie was set. A redirect would not do: a browser that came from another
 * site keeps a `SameSite=Strict` cookie back on every hop of it.
 */
export const ENTERING = page('Opening the console', '<p><a href="/">Go on to the console</a></p>', '<meta http-equiv="refresh" content="0;url=/">');

export const SIGN_IN = page(
  'This browser is not signed in',
  '<p>Ask the daemon for a one-time link, on the machine it runs on, and open it here:</p><p><code>npx nightdesk up</code></p><p>or</p><p><code>npx nightdesk call session.link</code></p>',
);

export const LINK_SPENT = page(
  'This link is used or too old',
  '<p>A link works once, for five minutes. Get a new one with</p><p><code>npx nightdesk call session.link</code></p><p>If this browser is signed in already, <a href="/">go on to the console</a>.</p>',
);

export const NOT_BUILT = page(
  'The console is not built yet',
  '<p>The daemon runs, but the files of the console are missing. Build them in the folder of the program and load this page again:</p><p><code>npm run build</code></p>',
);

export const NOT_FOUND = page('There is nothing here', '<p><a href="/">Go to the console</a></p>');
