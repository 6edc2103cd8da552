import type { AuthorityError } from "../base/authority-error.ts";
import { escapeForTerminal, escapeInJson } from "../base/unsafe-text.ts";

/**
 * Prints a result to stdout. If `asJson` is true, prints `value` as JSON; otherwise prints `lines`. Escapes characters
 * that hide or reorder text in a terminal.
 */
export function printResult(asJson: boolean | undefined, value: unknown, lines: readonly string[]): void {
  const text = asJson ? escapeInJson(JSON.stringify(value)) : escapeForTerminal(lines.join("\n"));
  if (asJson || lines.length > 0) process.stdout.write(`${text}\n`);
}

/**
 * Prints an error to stderr in one line. If `asJson` is true, the line is JSON; otherwise it contains the error's
 * message and remedy.
 */
export function printError(error: AuthorityError, asJson: boolean): void {
  const { code, message, remedy } = error;
  process.stderr.write(
    asJson
      ? `${escapeInJson(JSON.stringify({ error: { code, message, remedy } }))}\n`
      : `error: ${escapeForTerminal(`${message} ${remedy}`)}\n`,
  );
}

/** Formats a warning about a result as one line. */
export const toWarningLine = ({ message, remedy }: { message: string; remedy: string }) =>
  `Warning: ${message} ${remedy}`;

/** Aligns rows in columns below their headings. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [heads, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** Formats a time in ISO 8601. Returns a dash for null. */
export const formatTime = (time: Date | null) => time?.toISOString() ?? "-";
