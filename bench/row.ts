/**
 * A row of the benchmark's results: a figure of this package, and a figure for comparison. Both figures are from the
 * same run.
 */
export interface Row {
  what: string;
  figure: string;
  against: string;
  /** The ratio of this package's figure to the figure in `against`; null when the ratio is meaningless. */
  ratio: number | null;
  goal: string;
  /** Whether the goal is met; null for a row without a goal. */
  met: boolean | null;
}

/** The type of a benchmark function. Each file of `rows/` exports one under the name `measure`. */
export type Measure = () => Promise<Row[]>;
