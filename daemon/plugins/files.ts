import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Code that may be run: its entry, and the digest of all that belongs to it. */
export interface PluginFile {
  readonly name: string;
  readonly file: string;
  readonly sha256: string;
}

/** Code that must not be run as it lies there. */
export interface RefusedFile {
  readonly name: string;
  readonly file: string;
  readonly problem: string;
  readonly remedy: string;
}

const NAME = /^[a-z][a-z0-9-]{0,31}$/;
const ENDINGS = ['.mjs', '.js', '.ts'];
const MOST_FILES = 2000;
const MOST_BYTES = 20 * 1024 * 1024;

class Refusal extends Error {
  readonly remedy: string;

  constructor(problem: string, remedy: string) {
    super(problem);
    this.remedy = remedy;
  }
}

/** The plugins in a folder: files called `<name>.mjs`, `.js` or `.ts`, and folders `<name>` with such an `index`. Sorted by name. */
export function findPlugins(folder: string): Array<PluginFile | RefusedFile> {
  let entries: string[];
  try {
    entries = fs.readdirSync(folder);
  } catch {
    return [];
  }
  const names = new Map<string, string[]>();
  for (const entry of entries) {
    const name = nameOf(folder, entry);
    if (name !== undefined) names.set(name, [...(names.get(name) ?? []), entry]);
  }
  return [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, called]) => inspect(folder, name, called));
}

function nameOf(folder: string, entry: string): string | undefined {
  const { name, ext } = path.parse(entry);
  if (ENDINGS.includes(ext) && NAME.test(name)) return name;
  return NAME.test(entry) && fs.statSync(path.join(folder, entry), { throwIfNoEntry: false })?.isDirectory() ? entry : undefined;
}

function inspect(folder: string, name: string, entries: readonly string[]): PluginFile | RefusedFile {
  const [entry = name, other] = entries;
  const at = path.join(folder, entry);
  try {
    if (other !== undefined) throw new Refusal(`${entry} and ${other} have the same name`, 'Keep one of them');
    own(folder);
    const files = filesOf(at);
    return { name, file: files.length === 1 && files[0] === at ? at : indexOf(at), sha256: digest(at, files) };
  } catch (error) {
    if (error instanceof Refusal) return { name, file: at, problem: error.message, remedy: error.remedy };
    return { name, file: at, problem: (error as Error).message, remedy: `Look at ${at}` };
  }
}

/** Whoever may write the code may run it as this user; and a link may point to what others may write. */
function own(file: string): fs.Stats {
  const stats = fs.lstatSync(file);
  if (stats.isSymbolicLink()) throw new Refusal(`${file} is a symbolic link`, 'Put the file itself there');
  if (!stats.isFile() && !stats.isDirectory()) throw new Refusal(`${file} is neither a file nor a folder`, 'Take it away');
  if (process.platform === 'win32') return stats;
  if (stats.uid !== process.getuid?.() && stats.uid !== 0)
    throw new Refusal(`${file} belongs to another user`, `chown it: chown ${process.getuid?.()} '${file}'`);
  if (stats.mode & 0o022) throw new Refusal(`${file} can be written by others`, `chmod go-w '${file}'`);
  return stats;
}

function filesOf(root: string): string[] {
  const files: string[] = [];
  let bytes = 0;
  const visit = (at: string): void => {
    const stats = own(at);
    if (stats.isDirectory()) {
      for (const entry of fs.readdirSync(at).sort()) visit(path.join(at, entry));
      return;
    }
    files.push(at);
    bytes += stats.size;
    if (files.length > MOST_FILES || bytes > MOST_BYTES) throw new Refusal(`${root} is too large: ${MOST_FILES} files and 20 MB are the most`, 'Bundle it');
  };
  visit(root);
  return files;
}

function indexOf(folder: string): string {
  const index = ENDINGS.map((ending) => path.join(folder, `index${ending}`)).find((file) => fs.existsSync(file));
  if (index === undefined) throw new Refusal(`${folder} has no index.mjs, index.js or index.ts`, 'Add one, or put a single file beside it');
  return index;
}

/** SHA-256 over each file's path in the plugin, its length and its bytes. */
function digest(root: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    const bytes = fs.readFileSync(file);
    hash.update(`${path.relative(root, file)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}
