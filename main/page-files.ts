import fs from 'node:fs/promises';
import path from 'node:path';

/** `connect-src 'none'`: the page speaks to the daemon by the bridge, and to nobody else. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/**
 * Answers requests for the built page.
 *
 * @param root folder of the built page; nothing outside of it is ever read, by whatever spelling or link
 * @param owns tells the console's own addresses
 */
export function pageFiles(root: string, owns: (address: string) => boolean): (request: Request) => Promise<Response> {
  return async (request) => {
    if (!owns(request.url)) return refusal(403);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
    const file = await locate(root, new URL(request.url).pathname);
    const type = file && TYPES[path.extname(file)];
    if (!file || !type) return refusal(404);
    const body = await fs.readFile(file);
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), { headers: { ...HEADERS, 'Content-Type': type } });
  };
}

const refusal = (status: number) => new Response(null, { status, headers: HEADERS });

async function locate(root: string, pathname: string): Promise<string | undefined> {
  try {
    const decoded = decodeURIComponent(pathname);
    if (decoded.includes('\0') || decoded.includes('\\')) return undefined;
    const base = await fs.realpath(root);
    const file = await fs.realpath(path.join(base, decoded === '/' ? 'index.html' : decoded));
    const inside = file.startsWith(base + path.sep) && (await fs.stat(file)).isFile();
    return inside ? file : undefined;
  } catch {
    return undefined;
  }
}
