import http from 'node:http';

/** The daemon, killed at the very moment it would answer an HTTP request of another machine's program: the effect is there, the answer is not. */
http.ServerResponse.prototype.writeHead = function die() {
  process.kill(process.pid, 'SIGKILL');
  return this as never;
};
await import('../../daemon/main.ts');
