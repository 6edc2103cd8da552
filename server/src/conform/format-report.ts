import type { Assertion } from "./assertions.ts";

/** Formats an assertion as a line of TAP 14. For a failed assertion, the result also contains a YAML block. */
export function formatTapLine({ group, name, ok, expected, actual }: Assertion, number: number): string {
  const line = `${ok ? "ok" : "not ok"} ${number} - ${group}: ${name.replaceAll("#", "\\#")}`;
  if (ok) return line;
  return `${line}\n  ---\n  expected: ${JSON.stringify(expected ?? null)}\n  actual: ${JSON.stringify(actual ?? null)}\n  ...`;
}

/**
 * Formats assertions as a JSON report. The report contains the numbers of passed and failed assertions, and then every
 * assertion.
 */
export function formatJsonReport(assertions: readonly Assertion[]): string {
  const passed = assertions.filter(({ ok }) => ok).length;
  return JSON.stringify({ passed, failed: assertions.length - passed, assertions }, null, 2);
}
