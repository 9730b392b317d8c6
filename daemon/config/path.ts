export type Path = ReadonlyArray<string | number>;

export const isPlainObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export const showPath = (path: Path): string => path.join('.');

/** Splits `exits.takeProfit.0.profit`; digits are places in an array only where `root` has an array. */
export function readPath(text: string, root: unknown): Path {
  const path: Array<string | number> = [];
  let here = root;
  for (const segment of text.split('.')) {
    const key = Array.isArray(here) && /^\d+$/.test(segment) ? Number(segment) : segment;
    path.push(key);
    here = child(here, key);
  }
  return path;
}

/** The value at `path`, or undefined. */
export const valueAt = (root: unknown, path: Path): unknown => path.reduce(child, root);

function child(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string | number, unknown>)[key];
}

/** A copy of `root` with `value` at `path`; objects on the way are made where absent. */
export function withValue(root: unknown, path: Path, value: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (Array.isArray(root)) return Object.assign([...root], { [head]: withValue(root[Number(head)], rest, value) });
  return { ...(isPlainObject(root) ? root : {}), [head]: withValue(child(root, head), rest, value) };
}

/** Paths whose values differ. Arrays are compared whole. */
export function differences(a: unknown, b: unknown, path: Path = []): string[] {
  if (isPlainObject(a) && isPlainObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].flatMap((key) => differences(a[key], b[key], [...path, key]));
  }
  return JSON.stringify(a) === JSON.stringify(b) ? [] : [showPath(path)];
}
