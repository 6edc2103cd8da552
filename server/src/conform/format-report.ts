import type { Assertion } from "./assertions.ts";

/** One line of TAP 14, with a block of YAML behind a failed assertion. */
export function formatTapLine({ group, name, ok, expected, actual }: Assertion, number: number): string {
  const line = `${ok ? "ok" : "not ok"} ${number} - ${group}: ${name.replaceAll("#", "\\#")}`;
  if (ok) return line;
  return `${line}\n  ---\n  expected: ${JSON.stringify(expected ?? null)}\n  actual: ${JSON.stringify(actual ?? null)}\n  ...`;
}

/** The whole report as JSON: counts, then every assertion. */
export function formatJsonReport(assertions: readonly Assertion[]): string {
  const passed = assertions.filter(({ ok }) => ok).length;
  return JSON.stringify({ passed, failed: assertions.length - passed, assertions }, null, 2);
}
