/**
 * Points of a small curve within a box, for an SVG polyline; oldest left, highest on top.
 *
 * @param values at least two, else the answer is empty
 */
export function sparkPoints(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return '';
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const step = width / (values.length - 1);
  return values.map((value, index) => `${(index * step).toFixed(1)},${(height - ((value - low) / span) * height).toFixed(1)}`).join(' ');
}
