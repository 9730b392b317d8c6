import fs from 'node:fs';

/** A folder that ought to be ours alone is not. */
export class FolderNotPrivateError extends Error {
  override readonly name = 'FolderNotPrivateError';
}

/**
 * Makes a folder that only its user can enter. One that is there already must be a real folder of this user: somebody
 * else's, or a link laid there, could lead clients to a false socket.
 *
 * @throws FolderNotPrivateError
 */
export function ensurePrivateFolder(folder: string): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const status = fs.lstatSync(folder);
  if (!status.isDirectory())
    throw new FolderNotPrivateError(`${folder} is not a folder but a ${status.isSymbolicLink() ? 'symbolic link' : 'file'}. Remove it.`);
  const uid = process.getuid?.();
  if (uid === undefined) return;
  if (status.uid !== uid)
    throw new FolderNotPrivateError(`${folder} belongs to another user (uid ${status.uid}). Remove it, or set NIGHTDESK_HOME to a folder of your own.`);
  if ((status.mode & 0o077) !== 0) fs.chmodSync(folder, 0o700);
}
