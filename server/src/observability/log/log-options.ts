/** The minimum level of written entries. */
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** The format of entries: JSON Lines, or human-readable lines. */
export type LogFormat = "json" | "pretty";

/** The options of `createLog`. */
export interface LogOptions {
  level: LogLevel;
  format: LogFormat;
  /** Values that are always redacted. */
  secrets: readonly string[];
  /** The destination of the lines. Default: standard error, synchronously. */
  destination?: { write(line: string): void };
}
