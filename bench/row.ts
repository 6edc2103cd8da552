/** One line of the table: a figure of this package beside what it is held against, both of the same run. */
export interface Row {
  what: string;
  figure: string;
  against: string;
  /** The figure divided by the one it is held against; null where that says nothing. */
  ratio: number | null;
  goal: string;
  /** Null where the line is only there to compare. */
  met: boolean | null;
}

/** Each file in `rows/` exports this as `measure`. */
export type Measure = () => Promise<Row[]>;
