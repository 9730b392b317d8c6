const parts = (version: string) => version.split('-')[0]!.split('.').map(Number);

/** Whether a version such as 1.4.2 is older (−1), newer (1) or the same (0), by its numbers. */
export function compareVersions(a: string, b: string): -1 | 0 | 1 {
  const [left, right] = [parts(a), parts(b)];
  for (let place = 0; place < 3; place += 1) {
    const difference = (left[place] ?? 0) - (right[place] ?? 0);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return 0;
}
