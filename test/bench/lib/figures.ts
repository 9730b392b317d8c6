/** One line of the report: our figure against a baseline measured in the same run. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly baseline: number;
  readonly against: string;
  /** The ratio ours / baseline, and where it should lie; absent for a figure shown for comparison only. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
}

export const ratio = (figure: Figure) => figure.ours / figure.baseline;

export function meets(figure: Figure): boolean | undefined {
  if (!figure.goal) return undefined;
  return 'atMost' in figure.goal ? ratio(figure) <= figure.goal.atMost : ratio(figure) >= figure.goal.atLeast;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** Runs the measures in turn, round after round, so that a slow moment of the machine falls on all of them; medians. */
export async function alternate<K extends string>(rounds: number, measures: Record<K, () => Promise<number> | number>): Promise<Record<K, number>> {
  const taken = Object.fromEntries(Object.keys(measures).map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of Object.keys(measures) as K[]) taken[name].push(await measures[name]());
  }
  return Object.fromEntries(Object.entries<number[]>(taken).map(([name, values]) => [name, median(values)])) as Record<K, number>;
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${digits(figure.ours)} ${figure.unit}`,
    `${digits(figure.baseline)} ${figure.unit}`,
    figure.against,
    ratio(figure).toFixed(2),
    figure.goal ? ('atMost' in figure.goal ? `<= ${figure.goal.atMost}` : `>= ${figure.goal.atLeast}`) : '',
    { true: 'met', false: 'MISSED', undefined: '' }[String(meets(figure)) as 'true'],
  ]);
  const all = [['measure', 'ours', 'baseline', 'baseline is', 'ratio', 'goal', ''], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, column) => (column === 1 || column === 2 || column === 4 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}

const digits = (value: number) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));
