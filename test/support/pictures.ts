import { createCanvas, loadImage } from '@napi-rs/canvas';
import pixelmatch from 'pixelmatch';

/** How far two colours may be apart and still count as the same, 0 to 1: anti-aliasing is, another colour is not. */
const THRESHOLD = 0.12;
/** Share of the points that may differ. A panel that moved by 8 points, or a figure in another colour, is above it. */
const TOLERANCE = 0.0015;

export interface Comparison {
  /** Share of the points that differ; 1 for pictures of different sizes. */
  readonly share: number;
  readonly same: boolean;
  /** PNG that shows where they differ; undefined for pictures of different sizes. */
  readonly difference?: Buffer;
}

/** A PNG at half its size: a quarter of the bytes, and still all that matters. */
export async function half(png: Buffer): Promise<Buffer> {
  const image = await loadImage(png);
  const canvas = createCanvas(Math.round(image.width / 2), Math.round(image.height / 2));
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.encode('png');
}

/** Compares two PNGs point by point. */
export async function compare(actual: Buffer, expected: Buffer): Promise<Comparison> {
  const [one, other] = [await pointsOf(actual), await pointsOf(expected)];
  const { width, height } = one;
  if (width !== other.width || height !== other.height) return { share: 1, same: false };
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const shown = context.createImageData(width, height);
  const many = pixelmatch(one.data, other.data, shown.data, width, height, { threshold: THRESHOLD });
  context.putImageData(shown, 0, 0);
  const share = many / (width * height);
  return { share, same: share <= TOLERANCE, difference: await canvas.encode('png') };
}

async function pointsOf(png: Buffer) {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height);
}
