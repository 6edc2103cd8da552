/** A row of the table: a figure of this package and the one it is compared with, both from the same run. */
export interface Row {
  what: string;
  figure: string;
  against: string;
  /** The figure divided by the one it is compared with; null when that is meaningless. */
  ratio: number | null;
  goal: string;
  /** Whether the goal is met; null for a row without a goal. */
  met: boolean | null;
}

/** The type of the export `measure` of each file in `rows/`. */
export type Measure = () => Promise<Row[]>;
