import fs from 'node:fs';
import path from 'node:path';
import { readsModule } from './reads.ts';
import { reference } from './reference.ts';

/** Writes what is kept in the tree and derived from the contract. */
const root = path.join(import.meta.dirname, '../../..');
const derived = { 'resources/docs/reference.md': reference(), 'daemon/client/reads.ts': readsModule() };
for (const [file, text] of Object.entries(derived)) {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
}
