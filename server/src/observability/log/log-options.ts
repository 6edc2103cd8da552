/** From which weight on entries are written. */
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** How entries are written: an object of JSON a line, or a line for people. */
export type LogFormat = "json" | "pretty";

/** The options of `createLog`. */
export interface LogOptions {
  level: LogLevel;
  format: LogFormat;
  /** Texts that must never be written, whatever they look like. */
  secrets: readonly string[];
  /** Where lines go. Default: standard error, without waiting. */
  destination?: { write(line: string): void };
}
