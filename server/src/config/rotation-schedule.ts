/** When signing keys change, in seconds. */
export interface RotationSchedule {
  /** After how long a key is replaced; null for never. */
  readonly everySeconds: number | null;
  /** For how long a key is published before it signs. */
  readonly publishAheadSeconds: number;
  /** For how long a key stays published once it no longer signs. */
  readonly retainSeconds: number;
}
