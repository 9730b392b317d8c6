import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { resolvePaths } from '../../../daemon/lifecycle/paths.ts';
import { planService, type ServiceContext } from '../../../daemon/lifecycle/service.ts';
import { ROOT } from '../../support/entry.ts';
import { tempFolder } from '../../support/temp.ts';

const context = (platform: NodeJS.Platform, more: Partial<ServiceContext> = {}): ServiceContext => ({
  platform,
  runtime: { command: '/opt/node/bin/node', env: {} },
  entry: '/opt/nightdesk/out/main/daemon.js',
  paths: resolvePaths({ NIGHTDESK_HOME: '/home/ann/desk' }, 'linux'),
  env: { NIGHTDESK_HOME: '/home/ann/desk' },
  user: 'ann',
  userHome: '/home/ann',
  templates: path.join(ROOT, 'resources/service'),
  ...more,
});

const textOf = (platform: NodeJS.Platform, more?: Partial<ServiceContext>) => String(planService(context(platform, more)).files[0]?.text);

describe('systemd', () => {
  test('a user unit that restarts after failures only, and not in a loop', () => {
    const { files, install, uninstall } = planService(context('linux'));
    expect(files[0]?.path).toBe('/home/ann/.config/systemd/user/nightdesk.service');
    const lines = String(files[0]?.text).split('\n');
    for (const line of [
      'ExecStart="/opt/node/bin/node" "--min-semi-space-size=4" "--max-semi-space-size=4" "/opt/nightdesk/out/main/daemon.js" "run"',
      'Environment="NIGHTDESK_HOME=/home/ann/desk"',
      'Environment=NIGHTDESK_LAUNCHER=service',
      'Restart=on-failure',
      'RestartSec=1',
      'StartLimitBurst=4',
      'StartLimitIntervalSec=60',
      'RestartPreventExitStatus=3',
      'NotifyAccess=all',
      'NoNewPrivileges=yes',
      'WantedBy=default.target',
    ]) {
      expect(lines).toContain(line);
    }
    expect(install).toEqual([
      ['systemctl', '--user', 'daemon-reload'],
      ['systemctl', '--user', 'enable', '--now', 'nightdesk.service'],
    ]);
    expect(uninstall).toEqual([['systemctl', '--user', 'disable', '--now', 'nightdesk.service']]);
  });

  test('characters that systemd would expand are kept as they are', () => {
    const text = textOf('linux', { entry: '/opt/a b/$x %h "q"/daemon.js' });
    expect(text).toContain('"/opt/a b/$$x %%h \\"q\\"/daemon.js"');
  });

  test('systemd itself finds nothing wrong with it', (ctx) => {
    const file = path.join(tempFolder(), 'nightdesk.service');
    fs.writeFileSync(
      file,
      textOf('linux', { runtime: { command: process.execPath, env: {} }, paths: resolvePaths({ NIGHTDESK_HOME: '/home/ann/my desk' }, 'linux') }),
    );
    const { stderr, error } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
    if (error) ctx.skip('there is no systemd-analyze on this machine');
    expect(stderr.split('\n').filter((line) => line.includes('nightdesk'))).toEqual([]);
  });

  test('nothing to set leaves no empty line', () => {
    expect(textOf('linux', { env: {} })).not.toMatch(/\n\nEnvironment=/);
  });
});

test('launchd: an agent that is kept alive after failures only', () => {
  const { files, install, uninstall } = planService(context('darwin', { entry: '/Apps/A & B/daemon.js' }));
  const text = String(files[0]?.text);
  expect(files[0]?.path).toBe('/home/ann/Library/LaunchAgents/nightdesk.daemon.plist');
  expect(text).toContain('<string>/Apps/A &amp; B/daemon.js</string>');
  expect(text).toMatch(/<key>SuccessfulExit<\/key>\s*<false\/>/);
  expect(text).toMatch(/<key>NIGHTDESK_HOME<\/key>\s*<string>\/home\/ann\/desk<\/string>/);
  expect(text).not.toContain('{{');
  expect(install[0]?.slice(0, 2)).toEqual(['launchctl', 'bootstrap']);
  expect(uninstall[0]?.slice(0, 2)).toEqual(['launchctl', 'bootout']);
});

test('Windows: a logon task of this user without a time limit, through a script that sets the environment', () => {
  const { files, install } = planService(context('win32'));
  const [script, definition] = files;
  expect(String(script?.text)).toContain('@set "NIGHTDESK_HOME=/home/ann/desk"\r\n');
  expect(String(script?.text)).toContain('@"/opt/node/bin/node" --min-semi-space-size=4 --max-semi-space-size=4 "/opt/nightdesk/out/main/daemon.js" run >>');
  const xml = Buffer.from(definition?.text as Buffer).toString('utf16le');
  expect(xml.charCodeAt(0)).toBe(0xfeff);
  expect(xml).toContain('<LogonTrigger>');
  expect(xml).toContain('<UserId>ann</UserId>');
  expect(xml).toContain('<ExecutionTimeLimit>PT0S</ExecutionTimeLimit>');
  expect(xml).not.toContain('{{');
  expect(install[0]).toEqual(['schtasks', '/Create', '/F', '/TN', 'nightdesk', '/XML', definition?.path]);
});

test('a system without a known service manager is told what to do instead', () => {
  expect(() => planService(context('freebsd'))).toThrow(/daemon start/);
});
