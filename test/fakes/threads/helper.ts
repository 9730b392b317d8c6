import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { serveSideThread } from '../../../daemon/lifecycle/serve-side-thread.ts';
import { RpcError } from '../../../daemon/protocol/rpc-error.ts';

/** A thread that does as it is told. */
serveSideThread((order: 'priority' | 'refuse' | 'fail' | 'hang'): number => {
  if (order === 'refuse') throw new RpcError('invalid', 'no', { field: 'order' });
  if (order === 'fail') throw new Error('broken');
  while (order === 'hang');
  return os.getPriority(Number(path.basename(fs.readlinkSync('/proc/thread-self'))));
});
