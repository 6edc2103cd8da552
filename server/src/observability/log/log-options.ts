/** The lowest level that is written. */
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** The format of entries: JSON Lines, or lines for reading. */
export type LogFormat = "json" | "pretty";

/** The options of `createLog`. */
export interface LogOptions {
  level: LogLevel;
  format: LogFormat;
  /** Texts that are always redacted. */
  secrets: readonly string[];
  /** Where lines are written. Default: standard error, synchronously. */
  destination?: { write(line: string): void };
}
