/**
 * The largest values of a time in each unit. 1e11 seconds after the epoch is in the year 5138, and 1e11 milliseconds
 * after the epoch is in 1973. So a larger value is not in seconds. The same applies to the next units.
 */
const UNITS = [
  [1e11, null],
  [1e14, "milliseconds"],
  [1e17, "microseconds"],
] as const;

/**
 * Returns what is wrong with a time of a token, such as `"exp" counts milliseconds`; null if nothing is wrong or the
 * time is missing.
 *
 * @param claims the claims of the token
 * @param name the claim with the time: `exp`, `iat` or `nbf`
 */
export function problemOfTime(claims: Readonly<Record<string, unknown>>, name: string): string | null {
  const time = claims[name];
  if (typeof time === "string") return `"${name}" is text instead of a number`;
  if (typeof time !== "number") return null;
  const [, unit] = UNITS.find(([largest]) => time <= largest) ?? [null, "nanoseconds"];
  return unit === null ? null : `"${name}" counts ${unit}`;
}
