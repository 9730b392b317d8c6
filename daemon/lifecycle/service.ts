import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { DAEMON_FLAGS, findRuntime, type NodeRuntime } from './node-runtime.ts';
import { ownPackage } from './package.ts';
import { type Paths, resolvePaths } from './paths.ts';

export interface ServiceContext {
  readonly platform: NodeJS.Platform;
  readonly runtime: NodeRuntime;
  /** Program of the daemon. */
  readonly entry: string;
  readonly paths: Paths;
  /** Variables the service needs, such as `NIGHTDESK_HOME`. */
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  /** The user's home folder. */
  readonly userHome: string;
  /** Folder of the templates. */
  readonly templates: string;
}

export interface ServiceFile {
  readonly path: string;
  readonly text: string | Buffer;
}

type Command = readonly [program: string, ...args: string[]];

/** What has to be written and run to have the daemon start with the user's session. */
export interface ServicePlan {
  /** For people, such as "systemd user unit". */
  readonly kind: string;
  /** Must be there before it can be started. */
  readonly folders: readonly string[];
  readonly files: readonly ServiceFile[];
  readonly install: readonly Command[];
  readonly uninstall: readonly Command[];
  /** Starts it now. */
  readonly start: Command;
  readonly status: Command;
  readonly notes: readonly string[];
}

const SERVICE_NAME = 'nightdesk';

/** The context of this machine and user. */
export function serviceContext(entry: string, env: NodeJS.ProcessEnv = process.env): ServiceContext {
  const { root } = ownPackage();
  const runtime = findRuntime();
  return {
    platform: process.platform,
    runtime,
    entry: path.resolve(entry),
    paths: resolvePaths(env),
    env: { ...(env.NIGHTDESK_HOME && { NIGHTDESK_HOME: path.resolve(env.NIGHTDESK_HOME) }), ...runtime.env },
    user: os.userInfo().username,
    userHome: os.homedir(),
    templates: path.join(root, 'resources/service'),
  };
}

/** Pure but for reading the templates. @throws Error on a system without one of the three service managers */
export function planService(context: ServiceContext): ServicePlan {
  switch (context.platform) {
    case 'linux':
      return systemd(context);
    case 'darwin':
      return launchd(context);
    case 'win32':
      return scheduledTask(context);
    default:
      throw new Error(`no service is known for ${context.platform}; start the daemon with \`nightdesk daemon start\``);
  }
}

function systemd({ runtime, entry, env, paths, userHome, templates, user }: ServiceContext): ServicePlan {
  // Specifiers (%) and variables ($) are expanded in ExecStart; see systemd.service(5), "Command lines".
  const word = (text: string) => `"${text.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$')}"`;
  const setting = (text: string) => `"${text.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%')}"`;
  const text = fill(templates, 'nightdesk.service', {
    command: [runtime.command, ...DAEMON_FLAGS, entry, 'run'].map(word).join(' '),
    environment: Object.entries(env)
      .map(([name, value]) => `Environment=${setting(`${name}=${value}`)}`)
      .join('\n'),
    folder: paths.data.replaceAll('%', '%%'),
  });
  const unit = `${SERVICE_NAME}.service`;
  const control = (...args: string[]): Command => ['systemctl', '--user', ...args];
  return {
    kind: 'systemd user unit',
    folders: [paths.data, paths.logs],
    files: [{ path: path.join(userHome, '.config/systemd/user', unit), text }],
    install: [control('daemon-reload'), control('enable', '--now', unit)],
    uninstall: [control('disable', '--now', unit)],
    start: control('start', unit),
    status: control('is-active', unit),
    notes: [`It ends when you log out, unless you run once: loginctl enable-linger ${user}`],
  };
}

function launchd({ runtime, entry, env, paths, userHome, templates }: ServiceContext): ServicePlan {
  const label = 'nightdesk.daemon';
  const file = path.join(userHome, 'Library/LaunchAgents', `${label}.plist`);
  const text = fill(templates, 'nightdesk.plist', {
    arguments: [runtime.command, ...DAEMON_FLAGS, entry, 'run'].map((argument) => `    <string>${xml(argument)}</string>`).join('\n'),
    environment: Object.entries(env)
      .map(([name, value]) => `    <key>${xml(name)}</key>\n    <string>${xml(value)}</string>`)
      .join('\n'),
    folder: xml(paths.data),
    log: xml(paths.bootLog),
  });
  const domain = `gui/${process.getuid?.() ?? 0}`;
  return {
    kind: 'launchd agent',
    folders: [paths.data, paths.logs],
    files: [{ path: file, text }],
    install: [['launchctl', 'bootstrap', domain, file]],
    uninstall: [['launchctl', 'bootout', `${domain}/${label}`]],
    start: ['launchctl', 'kickstart', `${domain}/${label}`],
    status: ['launchctl', 'print', `${domain}/${label}`],
    notes: [],
  };
}

function scheduledTask({ runtime, entry, env, paths, user, templates }: ServiceContext): ServicePlan {
  const script = path.win32.join(paths.data, 'start-daemon.cmd');
  const definition = path.win32.join(paths.data, 'nightdesk-task.xml');
  const set = Object.entries({ ...env, NIGHTDESK_LAUNCHER: 'service' }).map(([name, value]) => `@set "${name}=${batch(value)}"`);
  const run = `@"${batch(runtime.command)}" ${DAEMON_FLAGS.join(' ')} "${batch(entry)}" run >> "${batch(paths.bootLog)}" 2>&1`;
  const text = fill(templates, 'nightdesk-task.xml', { user: xml(user), script: xml(script), folder: xml(paths.data) });
  return {
    kind: 'logon task',
    folders: [paths.data, paths.logs],
    files: [
      { path: script, text: [...set, run, ''].join('\r\n') },
      // schtasks takes the encoding that the file declares.
      { path: definition, text: Buffer.from(`\ufeff${text}`, 'utf16le') },
    ],
    install: [
      ['schtasks', '/Create', '/F', '/TN', SERVICE_NAME, '/XML', definition],
      ['schtasks', '/Run', '/TN', SERVICE_NAME],
    ],
    uninstall: [['schtasks', '/Delete', '/F', '/TN', SERVICE_NAME]],
    start: ['schtasks', '/Run', '/TN', SERVICE_NAME],
    status: ['schtasks', '/Query', '/TN', SERVICE_NAME],
    notes: ['Deleting the task does not end a daemon that runs: use `nightdesk daemon stop`.'],
  };
}

const run = promisify(execFile);

/** A command of the system's service manager failed; the message has what it said. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
}

/** Writes the files and has the service manager take them up. @throws ServiceError; nothing is left behind then */
export async function installService({ folders, files, install }: ServicePlan): Promise<void> {
  for (const folder of folders) fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const file of files) {
    fs.mkdirSync(path.dirname(file.path), { recursive: true });
    fs.writeFileSync(file.path, file.text);
  }
  try {
    for (const command of install) await execute(command);
  } catch (error) {
    for (const file of files) fs.rmSync(file.path, { force: true });
    throw error;
  }
}

/** Ends the service and removes its files. @returns false when none was installed. @throws ServiceError */
export async function uninstallService({ files, uninstall }: ServicePlan): Promise<boolean> {
  if (!isInstalled({ files })) return false;
  for (const command of uninstall) await execute(command);
  for (const file of files) fs.rmSync(file.path, { force: true });
  return true;
}

export const isInstalled = ({ files }: Pick<ServicePlan, 'files'>): boolean => files.every((file) => fs.existsSync(file.path));

/** Whether what is installed is this very plan: for this home, by this runtime. */
export const isCurrent = ({ files }: Pick<ServicePlan, 'files'>): boolean =>
  files.every(({ path: file, text }) => fs.existsSync(file) && fs.readFileSync(file).equals(Buffer.from(text as string)));

/** Has the service manager start it. @throws ServiceError */
export const startService = ({ start }: ServicePlan): Promise<void> => execute(start);

/** Whether the service manager has it running now; false also where there is no service manager. */
export const isServiceActive = ({ status: [program, ...args] }: ServicePlan): Promise<boolean> =>
  run(program, args).then(
    () => true,
    () => false,
  );

async function execute([program, ...args]: Command): Promise<void> {
  try {
    await run(program, args);
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    const said = code === 'ENOENT' ? `there is no ${program} on this machine` : stderr?.trim() || String(error);
    throw new ServiceError(`${[program, ...args].join(' ')}: ${said}`);
  }
}

/** The template with every `{{name}}` replaced; a line left empty goes. */
function fill(folder: string, name: string, values: Readonly<Record<string, string>>): string {
  const template = fs.readFileSync(path.join(folder, name), 'utf8');
  return template
    .replace(/^\{\{(\w+)\}\}\n/gm, (line, key: string) => (values[key] === '' ? '' : line))
    .replace(/\{\{(\w+)\}\}/g, (_match, key: string) => values[key] ?? '');
}

const XML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
const xml = (text: string): string => text.replace(/[&<>"']/g, (character) => XML[character] ?? character);
const batch = (text: string): string => text.replaceAll('%', '%%');
