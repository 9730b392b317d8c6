import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { listPackage } from '@electron/asar';
import { afterAll, beforeAll, expect, test } from 'vitest';
import config from '../../resources/packaging/electron-builder.json' with { type: 'json' };
import { makeHome, type RunningDaemon, startDaemon } from '../support/daemon.ts';
import { buildDesktop } from '../support/desktop.ts';
import { ROOT } from '../support/entry.ts';

/** Electron's own mark before the switches in its program; see @electron/fuses. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = 9;

let folder: string;
let resources: string;
let archived: string[];

beforeAll(() => {
  buildDesktop();
  folder = makeHome();
  const electron = path.join(folder, 'electron');
  fs.mkdirSync(path.join(electron, 'resources'), { recursive: true });
  fs.writeFileSync(path.join(electron, 'electron'), `${FUSE_SENTINEL}\x01${String.fromCharCode(FUSES)}${'0'.repeat(FUSES)}`);
  execFileSync(process.execPath, [path.join(ROOT, 'test/support/package-dir.mjs'), electron, path.join(folder, 'dist')], { cwd: ROOT, stdio: 'pipe' });
  resources = path.join(folder, 'dist/linux-unpacked/resources');
  archived = listPackage(path.join(resources, 'app.asar'), { isPack: false });
});

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const unpacked = (...parts: string[]) => path.join(resources, 'app.asar.unpacked', ...parts);
const installed = (...parts: string[]) => path.join(resources, '..', ...parts);

const inArchive = (file: string) => archived.includes(`/${file}`);

test('main process, preload script and page lie where the main process looks for them', () => {
  const { main, version } = JSON.parse(fs.readFileSync(unpacked('package.json'), 'utf8'));
  expect([main, version]).toEqual(['out/main/index.js', JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')).version]);
  for (const file of [main, 'out/preload/index.cjs', 'out/renderer/index.html', 'resources/icons/app/256x256.png', 'resources/icons/tray/offline-22.png']) {
    expect(inArchive(file), file).toBe(true);
  }
});

test('what was built is there whole, and nothing besides', () => {
  const built = fs
    .readdirSync(path.join(ROOT, 'out'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== '.built' && entry.name !== 'licenses.md')
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)));
  expect(built.filter((file) => !inArchive(file))).toEqual([]);
  const tops = new Set(archived.map((file) => file.split('/')[1]));
  expect([...tops].sort()).toEqual(['LICENSE', 'node_modules', 'out', 'package.json', 'resources']);
  const kinds = new Set(archived.filter((file) => file.startsWith('/resources/')).map((file) => file.split('/')[2]));
  expect([...kinds].sort()).toEqual(['icons', 'service']);
});

/** Headers for a compiler; the packages that name it come compiled. */
const BUILD_ONLY = ['node-addon-api'];

test('packages that are not bundled come along with all they need and their licences, the bundled ones do not', () => {
  const { packages } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
  const needed = new Set<string>();
  const add = (name: string) => {
    if (needed.has(name) || BUILD_ONLY.includes(name)) return;
    needed.add(name);
    for (const next of Object.keys(packages[`node_modules/${name}`].dependencies ?? {})) add(next);
  };
  for (const name of ['better-sqlite3', '@napi-rs/canvas', 'ccxt']) add(name);
  for (const name of needed) {
    expect(fs.existsSync(unpacked('node_modules', name, 'package.json')), name).toBe(true);
    const licence = fs.readdirSync(unpacked('node_modules', name)).some((file) => /^licen[sc]e/i.test(file));
    expect(licence || JSON.parse(fs.readFileSync(unpacked('node_modules', name, 'package.json'), 'utf8')).license === 'MIT', name).toBe(true);
  }
  for (const name of ['grammy', 'zod', 'react', 'electron']) expect(inArchive(`node_modules/${name}/package.json`), name).toBe(false);
  expect(fs.readFileSync(installed('licenses/daemon.md'), 'utf8')).toContain('## grammy');
  expect(fs.readFileSync(installed('licenses/console.md'), 'utf8')).toContain('## react');
});

test('of the native parts, those of other systems stay out', () => {
  const natives = archived.filter((file) => file.endsWith('.node'));
  expect(natives.length).toBeGreaterThan(0);
  expect(natives.filter((file) => !/linux/.test(file))).toEqual([]);
});

test('the fuses are set in the program', () => {
  const program = fs.readFileSync(installed(config.executableName), 'latin1');
  const states = program.slice(program.indexOf(FUSE_SENTINEL) + FUSE_SENTINEL.length + 2);
  const { runAsNode, enableCookieEncryption, enableNodeOptionsEnvironmentVariable, enableNodeCliInspectArguments } = config.electronFuses;
  const { enableEmbeddedAsarIntegrityValidation, onlyLoadAppFromAsar, grantFileProtocolExtraPrivileges } = config.electronFuses;
  const first = [runAsNode, enableCookieEncryption, enableNodeOptionsEnvironmentVariable, enableNodeCliInspectArguments];
  const second = [enableEmbeddedAsarIntegrityValidation, onlyLoadAppFromAsar];
  expect([...states].slice(0, 6)).toEqual([...first, ...second].map((on) => (on ? '1' : '0')));
  expect(states[7]).toBe(grantFileProtocolExtraPrivileges ? '1' : '0');
});

test('a system service can run the daemon from the installed app: plain Node, no archive, its console served', async () => {
  for (const template of ['nightdesk.service', 'nightdesk.plist', 'nightdesk-task.xml']) {
    expect(fs.existsSync(unpacked('resources/service', template)), template).toBe(true);
  }
  let daemon: RunningDaemon | undefined;
  try {
    daemon = await startDaemon({ entry: unpacked('out/main/daemon.js') });
    expect((await daemon.client.call('bot.status', {})).state).toBe('running');
    const { url } = await daemon.client.call('session.link', {});
    const welcome = await fetch(url, { redirect: 'manual' });
    const cookie = welcome.headers.getSetCookie()[0]!.split(';')[0]!;
    const page = await fetch(new URL('/', url), { headers: { cookie } });
    expect(await page.text()).toContain('<div id="root">');
  } finally {
    await daemon?.stop();
  }
});

test('what the daemon loads only at need is within its reach', () => {
  const program = `
    import { createRequire } from 'node:module';
    import path from 'node:path';
    const require = createRequire(${JSON.stringify(unpacked('out/main/daemon.js'))});
    const { createCanvas } = require('@napi-rs/canvas');
    const { default: Kraken } = await import(path.join(path.dirname(require.resolve('ccxt')), '../js/src/kraken.js'));
    console.log(createCanvas(1, 1).toBuffer('image/png').length > 0, new Kraken().id);`;
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }).trim()).toBe('true kraken');
  for (const thread of ['painter', 'plugin', 'reports']) expect(fs.existsSync(unpacked(`out/main/${thread}.js`))).toBe(true);
});

test('each system has its icon in every size', () => {
  const sizes = fs.readdirSync(path.join(ROOT, config.linux.icon)).map((file) => Number(/^(\d+)x\1\.png$/.exec(file)?.[1]));
  expect(sizes.sort((a, b) => a - b)).toEqual([16, 22, 24, 32, 48, 64, 128, 192, 256, 512, 1024]);
  const ico = fs.readFileSync(path.join(ROOT, config.win.icon));
  const pictures = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => 6 + index * 16);
  expect(pictures.map((at) => ico.readUInt8(at) || 256)).toEqual([16, 24, 32, 48, 64, 128, 256]);
  for (const at of pictures) expect(ico.subarray(ico.readUInt32LE(at + 12) + 1).toString('latin1', 0, 3)).toBe('PNG');
  const icns = fs.readFileSync(path.join(ROOT, config.mac.icon));
  expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
});
