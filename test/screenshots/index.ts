// `npm run screenshots`: pictures of the console, of every page and important state, from a scripted desk.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CHROMIUM, launchBrowser, NO_CHROMIUM } from '../support/console.ts';
import { ROOT } from '../support/entry.ts';
import { half } from '../support/pictures.ts';
import { Gallery } from '../support/scripted/gallery.ts';
import { byStage, DRAWN_BY, drawer, type Frame, REFERENCE, REFERENCES, referenceName, SHOTS, type Shot, type Theme, take } from '../support/scripted/shots.ts';

const USAGE = `usage: npm run screenshots [-- <name>…] [--size WxH]…

Pictures of every page of the console, in both themes and three sizes, into test-results/screenshots.
  npm run screenshots                              everything
  npm run screenshots -- trades trades-detail      some of it
  npm run screenshots -- overview --size 390x844   in another size
  npm run screenshots -- --update                  renews what the visual test compares with

names: ${SHOTS.map(({ name }) => name).join(' ')}`;

const SIZES = ['900x600', '1280x800', '1920x1080'];
const THEMES: readonly Theme[] = ['light', 'dark'];
const FOLDER = path.join(ROOT, 'test-results/screenshots');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { update: { type: 'boolean' }, size: { type: 'string', multiple: true, default: SIZES }, help: { type: 'boolean' } },
});
const unknown = positionals.filter((name) => !SHOTS.some((shot) => shot.name === name));
if (values.help || unknown.length > 0) {
  for (const name of unknown) console.error(`there is no picture ${name}`);
  console.log(USAGE);
  process.exit(unknown.length > 0 ? 2 : 0);
}
if (CHROMIUM === undefined) {
  console.error(NO_CHROMIUM);
  process.exit(1);
}

const shots = positionals.length === 0 ? SHOTS : SHOTS.filter(({ name }) => positionals.includes(name));
fs.mkdirSync(FOLDER, { recursive: true });
console.log('a desk lives through two days…');
const browser = await launchBrowser();
const gallery = new Gallery(browser);
const files: string[] = [];
try {
  if (values.update) await update();
  for (const size of values.update ? [] : values.size) {
    for (const theme of THEMES) files.push(...(await write(size, theme)));
  }
} finally {
  await browser.close();
  await gallery.close();
}
if (!values.update) {
  fs.writeFileSync(path.join(FOLDER, 'index.html'), contactSheet(files));
  console.log(`${files.length} pictures: ${path.join(FOLDER, 'index.html')}`);
}

async function update(): Promise<void> {
  fs.mkdirSync(REFERENCES, { recursive: true });
  for (const theme of THEMES) {
    await takeAll(theme, REFERENCE, async (shot, picture) => fs.writeFileSync(path.join(REFERENCES, referenceName(shot, theme)), await half(picture)));
  }
  fs.writeFileSync(DRAWN_BY, `${await drawer(browser)}\n`);
  console.log(`${shots.length * THEMES.length} references: ${REFERENCES}`);
}

async function write(size: string, theme: Theme): Promise<string[]> {
  const taken: string[] = [];
  await takeAll(theme, frameOf(size), async (shot, picture) => {
    const file = `${shot.name}-${theme}-${size}.png`;
    fs.writeFileSync(path.join(FOLDER, file), picture);
    taken.push(file);
    process.stdout.write('.');
  });
  console.log(` ${size} ${theme}`);
  return taken;
}

/** In the order of the test, so that the desks lived through the same before each of them. */
async function takeAll(theme: Theme, frame: Frame, keep: (shot: Shot, picture: Buffer) => Promise<void>): Promise<void> {
  for (const [stage, its] of byStage(shots)) {
    const page = await gallery.open(stage, theme, frame);
    for (const shot of its) await keep(shot, await take(page, shot));
    await page.context().close();
  }
}

function frameOf(size: string): Frame {
  const [width = 0, height = 0] = size.split('x').map(Number);
  if (!(width > 0 && height > 0)) throw new Error(`${size} is no size such as 1280x800`);
  return { width, height };
}

function contactSheet(names: readonly string[]): string {
  const figures = names.map(
    (name) => `<figure><a href="${name}"><img src="${name}" loading="lazy" width="480" alt=""></a><figcaption>${name}</figcaption></figure>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>Screenshots</title><style>body{display:flex;flex-wrap:wrap;font:12px sans-serif}figure{margin:8px}</style>\n${figures.join('\n')}\n`;
}
