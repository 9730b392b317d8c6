/** MurmurHash3's 32-bit finaliser (Austin Appleby, public domain): every bit of the input moves every bit of the output. */
export function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A hash of two 32-bit numbers. */
export function hash(seed: number, value: number): number {
  return mix(mix(seed ^ 0x9e3779b9) + Math.imul(value, 0x9e3779b1));
}

/** A 32-bit seed of a text. */
export function hashText(seed: number, text: string): number {
  let h = mix(seed);
  for (let i = 0; i < text.length; i++) h = mix(h + text.charCodeAt(i));
  return h;
}

/** A hash as a number in [0, 1). */
export const unit = (h: number): number => h / 0x1_0000_0000;

/**
 * Close to the standard normal distribution, within ±3.47: four uniform numbers added up (Irwin–Hall). It takes only
 * operations that IEEE 754 fixes to the bit, which `Math.log` and `Math.cos` of the usual methods are not.
 */
export function normal(h: number): number {
  const g = mix(h + 0x6d2b79f5);
  return (((h & 0xffff) + (h >>> 16) + (g & 0xffff) + (g >>> 16) - 131_070) / 65_536) * 1.7320508075688772;
}
