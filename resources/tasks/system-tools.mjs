import { spawnSync } from 'node:child_process';
import { say } from './lib.mjs';

const TOOLS = [
  { program: 'chromium', package: 'chromium', serves: 'browser tests' },
  { program: 'socat', package: 'socat', serves: "the README's socat sessions" },
  { program: 'nc', package: 'netcat-openbsd', serves: "the README's nc sessions" },
];

/**
 * Programs of the system that some tests drive. On Debian as root they are installed; elsewhere their absence is named
 * and the tests that need them say that they did not run.
 */
export function systemTools() {
  const missing = TOOLS.filter((tool) => !has(tool.program));
  if (missing.length === 0) return;
  if (process.platform === 'linux' && process.getuid?.() === 0 && has('apt-get')) {
    say(`installing ${missing.map((tool) => tool.package).join(', ')} from Debian's packages`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing.map((tool) => tool.package)], { stdio: 'ignore', env });
  }
  for (const tool of missing) if (!has(tool.program)) say(`${tool.program} is not installed: ${tool.serves} will not run`);
}

const has = (program) => spawnSync(process.platform === 'win32' ? 'where' : 'which', [program], { stdio: 'ignore' }).status === 0;
