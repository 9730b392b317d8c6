import fs from 'node:fs';
import path from 'node:path';

export interface Package {
  /** Folder of the package. */
  readonly root: string;
  readonly version: string;
}

let found: Package | undefined;

/** The package this program belongs to, run from source or as built. */
export function ownPackage(): Package {
  for (let folder = import.meta.dirname; !found; folder = path.dirname(folder)) {
    const file = path.join(folder, 'package.json');
    if (fs.existsSync(file)) {
      const { name, version } = JSON.parse(fs.readFileSync(file, 'utf8')) as { name: string; version: string };
      if (name === 'nightdesk') found = { root: folder, version };
    }
    if (folder === path.dirname(folder)) throw new Error(`no package.json of nightdesk above ${import.meta.dirname}`);
  }
  return found;
}
