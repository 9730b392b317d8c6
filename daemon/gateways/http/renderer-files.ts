import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { getMimeType } from 'hono/utils/mime';

const compress = promisify(gzip);

export interface RendererFile {
  readonly type: string;
  /** Its name holds a hash of its content, so it never changes. */
  readonly immutable: boolean;
  readonly etag: string;
  readonly plain: Uint8Array<ArrayBuffer>;
  /** Absent where it would save nothing. */
  readonly gzipped?: Uint8Array<ArrayBuffer>;
}

/** The built console. Files are read and packed once, and again when they have changed on disk. */
export class RendererFiles {
  readonly #root: string;
  readonly #cache = new Map<string, RendererFile>();

  constructor(root: string) {
    this.#root = path.resolve(root);
  }

  /** The file at a path of the address, such as `/assets/index-abc.js`; undefined when there is none. */
  async get(urlPath: string): Promise<RendererFile | undefined> {
    const file = await this.#locate(urlPath === '/' ? '/index.html' : urlPath);
    if (file === undefined) return undefined;
    const { mtimeMs, size } = await fs.stat(file);
    const etag = `"${Math.round(mtimeMs).toString(36)}-${size.toString(36)}"`;
    const cached = this.#cache.get(file);
    if (cached?.etag === etag) return cached;
    const loaded = await load(file, etag);
    this.#cache.set(file, loaded);
    return loaded;
  }

  /** The real path, provided that it lies in the folder and is a plain file: neither `..` nor a link leads out. */
  async #locate(urlPath: string): Promise<string | undefined> {
    try {
      const wanted = path.join(this.#root, decodeURIComponent(urlPath));
      const [root, file] = await Promise.all([fs.realpath(this.#root), fs.realpath(wanted)]);
      if (!file.startsWith(root + path.sep)) return undefined;
      return (await fs.stat(file)).isFile() ? file : undefined;
    } catch {
      return undefined;
    }
  }
}

async function load(file: string, etag: string): Promise<RendererFile> {
  const plain = new Uint8Array(await fs.readFile(file));
  const type = getMimeType(file) ?? 'application/octet-stream';
  const packed = /^(text\/|application\/(javascript|json)|image\/svg)/.test(type) ? new Uint8Array(await compress(plain)) : undefined;
  return {
    type,
    immutable: path.basename(path.dirname(file)) === 'assets' && /-[\w-]{8,}\.\w+$/.test(file),
    etag,
    plain,
    ...(packed && packed.length < plain.length && { gzipped: packed }),
  };
}
