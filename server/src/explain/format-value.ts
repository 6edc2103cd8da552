const MAX_LENGTH = 120;

/**
 * Formats a claim's value for a message. Quotes and shortens a string, and replaces its control characters and email
 * addresses. Returns only the type of any other value.
 */
export function formatValue(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value !== "string") return Array.isArray(value) ? "a list" : value === null ? "null" : `a ${typeof value}`;
  const text = value.replace(/[\p{Cc}\p{Cf}]/gu, "�").replace(/(?<![^\s@/])[^\s@/]+@[^\s@/]+/g, "(email address)");
  return `"${text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text}"`;
}

/** Formats up to five values with {@link formatValue} for a message. Appends the number of omitted values. */
export function formatValues(values: readonly string[]): string {
  const shown = values.slice(0, 5).map(formatValue).join(", ");
  return values.length > 5 ? `${shown} and ${values.length - 5} more` : shown;
}

/** Formats a duration as a whole number of one unit: `90 seconds`, `3 minutes`, `5 hours`, `2 days`. */
export function formatSeconds(seconds: number): string {
  const units = [
    [172_800, 86_400, "day"],
    [7_200, 3_600, "hour"],
    [120, 60, "minute"],
    [0, 1, "second"],
  ] as const;
  for (const [from, size, name] of units) {
    if (seconds < from) continue;
    const count = Math.round(seconds / size);
    return `${count} ${name}${count === 1 ? "" : "s"}`;
  }
  return "no time";
}
