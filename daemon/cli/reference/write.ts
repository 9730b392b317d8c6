import fs from 'node:fs';
import path from 'node:path';
import { reference } from './reference.ts';

const target = path.join(import.meta.dirname, '../../../resources/docs/reference.md');
fs.mkdirSync(path.dirname(target), { recursive: true });
fs.writeFileSync(target, reference());
