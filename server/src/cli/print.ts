import type { AuthorityError } from "../base/authority-error.ts";
import { escapeHidden, showHidden } from "../base/hiding-text.ts";

/** Prints a result on stdout: JSON for programs, else the lines for people. What hides or reorders text is escaped. */
export function printResult(asJson: boolean | undefined, value: unknown, lines: readonly string[]): void {
  const text = asJson ? escapeHidden(JSON.stringify(value)) : showHidden(lines.join("\n"));
  if (asJson || lines.length > 0) process.stdout.write(`${text}\n`);
}

/** Prints a fault on stderr in one line: what is wrong and what to do. */
export function printFault(error: AuthorityError, asJson: boolean): void {
  const { code, message, remedy } = error;
  process.stderr.write(
    asJson
      ? `${escapeHidden(JSON.stringify({ error: { code, message, remedy } }))}\n`
      : `error: ${showHidden(`${message} ${remedy}`)}\n`,
  );
}

/** A warning beside a result, in one line. */
export const toWarningLine = ({ message, remedy }: { message: string; remedy: string }) =>
  `Warning: ${message} ${remedy}`;

/** Lays rows out in columns below their heads. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [heads, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** A moment for people and programs; a dash for none. */
export const day = (moment: Date | null) => moment?.toISOString() ?? "-";
