import { createCanvas, loadImage } from '@napi-rs/canvas';
import pixelmatch from 'pixelmatch';

/** How far two colours may be apart and still count as the same, 0 to 1. */
const THRESHOLD = 0.1;
/** Side of the tiles that are judged one by one, in points: what is small changes a tile, though not the picture. */
const TILE = 32;
/** Share of the points of a tile that may differ. A figure in another colour, or a label 8 points aside, is above it. */
const TOLERANCE = 0.015;

export interface Comparison {
  /** Share of the points that differ in the tile that differs most; 1 for pictures of different sizes. */
  readonly share: number;
  readonly same: boolean;
  /** PNG that shows where they differ; undefined for pictures of different sizes. */
  readonly difference?: Buffer;
}

/** A picture at half its size: a quarter of the bytes, and still all that matters. As WebP without loss, which is smaller than PNG. */
export async function half(png: Buffer): Promise<Buffer> {
  const image = await loadImage(png);
  const canvas = createCanvas(Math.round(image.width / 2), Math.round(image.height / 2));
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.encode('webp', 100);
}

/** Compares two pictures tile by tile. */
export async function compare(actual: Buffer, expected: Buffer): Promise<Comparison> {
  const [one, other] = [await pointsOf(actual), await pointsOf(expected)];
  const { width, height } = one;
  if (width !== other.width || height !== other.height) return { share: 1, same: false };
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const marks = context.createImageData(width, height);
  pixelmatch(one.data, other.data, marks.data, width, height, { threshold: THRESHOLD, includeAA: true, diffMask: true });
  context.putImageData(marks, 0, 0);
  const share = worstTile(marks.data, width, height);
  return { share, same: share <= TOLERANCE, difference: await canvas.encode('png') };
}

/** @param marks RGBA of the points, clear where they are the same */
function worstTile(marks: Uint8ClampedArray, width: number, height: number): number {
  const across = Math.ceil(width / TILE);
  const tiles = new Uint32Array(across * Math.ceil(height / TILE));
  for (let point = 0; point < width * height; point += 1) {
    if (marks[point * 4 + 3] === 0) continue;
    const tile = Math.floor(Math.floor(point / width) / TILE) * across + Math.floor((point % width) / TILE);
    tiles[tile] = (tiles[tile] ?? 0) + 1;
  }
  return Math.max(...tiles) / (TILE * TILE);
}

async function pointsOf(png: Buffer) {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height);
}
