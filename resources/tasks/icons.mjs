// Draws the icons in `resources/icons` anew. Needs Chromium; run it after a change here or of the console's own icon.
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT } from './lib.mjs';

const ICONS = path.join(ROOT, 'resources/icons');
const APP = fs.readFileSync(path.join(ROOT, 'renderer/public/icon.svg'), 'utf8');
const APP_SIZES = [16, 22, 24, 32, 48, 64, 128, 192, 256, 512, 1024];
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];
/** Apple's names of the sizes, those for sharper screens included. */
const ICNS_TYPES = { 16: ['icp4'], 32: ['icp5', 'ic11'], 64: ['icp6', 'ic12'], 128: ['ic07'], 256: ['ic08', 'ic13'], 512: ['ic09', 'ic14'], 1024: ['ic10'] };
/** Points; each also in twice as many pixels, which Electron takes on sharper screens. */
const TRAY_SIZES = [16, 22, 32];

const LOOKS = {
  running: { colour: '#3fcf8e', glyph: '<path d="M9 6.6v8.8l7-4.4z"/>' },
  paused: { colour: '#f5b83d', glyph: '<path d="M7.6 6.8h2.5v8.4H7.600zM11.900 6.800h2.500v8.400h-2.500z"/>' },
  stopped: { colour: '#b4bcc8', glyph: '<path d="M7.4 7.4h7.2v7.2H7.400z"/>' },
  attention: { colour: '#ff5f57', glyph: '<path d="M9.800 5.400h2.400v7h-2.400zM9.800 14h2.400v2.400h-2.400z"/>' },
};

const svg = (content) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22">${content}</svg>`;

/** Paper is a ring, live a full square: told apart by their form alone, by whoever sees no colours too. */
const paper = ({ colour, glyph }) =>
  svg(`<circle cx="11" cy="11" r="9.200" fill="#12161d" stroke="${colour}" stroke-width="1.600"/><g fill="${colour}">${glyph}</g>`);
const live = ({ colour, glyph }) => svg(`<rect x="1" y="1" width="20" height="20" rx="4" fill="${colour}"/><g fill="#12161d">${glyph}</g>`);
const offline = svg(
  '<circle cx="11" cy="11" r="9.200" fill="#12161d" stroke="#8b95a5" stroke-width="1.600" stroke-dasharray="3.200 2.600"/>' +
    '<path d="M6.500 15.500l9-9" stroke="#8b95a5" stroke-width="1.800" stroke-linecap="round"/>',
);

const TRAY = {
  offline,
  ...Object.fromEntries(
    Object.entries(LOOKS).flatMap(([look, parts]) => [
      [`paper-${look}`, paper(parts)],
      [`live-${look}`, live(parts)],
    ]),
  ),
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
const page = await browser.newPage();

async function draw(source, pixels, file) {
  await page.setViewportSize({ width: pixels, height: pixels });
  const sized = source.replace('<svg ', `<svg width="${pixels}" height="${pixels}" style="display:block" `);
  await page.setContent(`<style>body{margin:0;background:transparent}</style>${sized}`);
  await page.screenshot({ path: path.join(ICONS, file), omitBackground: true });
}

/** Windows' format: a directory of pictures, each a PNG. See "ICO (file format)", Microsoft's "The evolution of the ICO file format, part 4". */
function ico(pictures) {
  const entry = 16;
  const head = Buffer.alloc(6 + entry * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of pictures.entries()) {
    const at = 6 + index * entry;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/** Apple's format: blocks of a four-letter type, their length and a PNG. */
function icns(pictures) {
  const block = (type, content) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(content.length + head.length, 4);
    return Buffer.concat([head, content]);
  };
  return block('icns', Buffer.concat(pictures.flatMap(({ size, png }) => ICNS_TYPES[size].map((type) => block(type, png)))));
}

const app = (size) => `app/${size}x${size}.png`;
const pictures = (sizes) => sizes.map((size) => ({ size, png: fs.readFileSync(path.join(ICONS, app(size))) }));

for (const folder of ['app', 'tray']) fs.mkdirSync(path.join(ICONS, folder), { recursive: true });
for (const size of APP_SIZES) await draw(APP, size, app(size));
fs.writeFileSync(path.join(ICONS, 'app.ico'), ico(pictures(ICO_SIZES)));
fs.writeFileSync(path.join(ICONS, 'app.icns'), icns(pictures(Object.keys(ICNS_TYPES).map(Number))));
for (const [name, source] of Object.entries(TRAY)) {
  fs.writeFileSync(path.join(ICONS, 'tray', `${name}.svg`), `${source}\n`);
  for (const size of TRAY_SIZES) {
    await draw(source, size, `tray/${name}-${size}.png`);
    await draw(source, size * 2, `tray/${name}-${size}@2x.png`);
  }
}
await browser.close();
