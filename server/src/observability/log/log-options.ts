/** The minimum level of log entries that are written. With `silent`, the log writes no entries. */
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** The format of log entries: JSON Lines, or human-readable lines. */
export type LogFormat = "json" | "pretty";

export interface LogOptions {
  level: LogLevel;
  format: LogFormat;
  /** Values to redact in error messages, such as the value of `AUTHORITY_SECRET`. */
  secrets: readonly string[];
  /** Where log entries are written. Default: standard error, asynchronously. */
  destination?: { write(line: string): void };
}
