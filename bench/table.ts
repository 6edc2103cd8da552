import type { Row } from "./row.ts";

const head = ["what", "figure", "against", "ratio", "goal", "met"];

/** Formats rows in aligned columns. */
export function formatTable(rows: readonly Row[]): string {
  const lines = [
    head,
    ...rows.map(({ what, figure, against, ratio, goal, met }) => [
      what,
      figure,
      against,
      ratio?.toFixed(2) ?? "",
      goal,
      met === null ? "" : met ? "yes" : "NO",
    ]),
  ];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const format = (line: readonly string[]) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  const [first = [], ...rest] = lines;
  return [format(first), widths.map((width) => "-".repeat(width)).join("  "), ...rest.map(format)].join("\n");
}
