const TIMES = ["exp", "iat", "nbf", "auth_time", "updated_at"];
const LAST_MOMENT_S = 8.64e12;
const local = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** A claim's value as text; moments (RFC 7519 NumericDate) with their local time. */
export function describeClaim(name: string, value: unknown): { text: string; note: string | null } {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const isMoment = TIMES.includes(name) && typeof value === "number" && Math.abs(value) <= LAST_MOMENT_S;
  return { text, note: isMoment ? local.format(new Date(value * 1000)) : null };
}
