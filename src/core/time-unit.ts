/**
 * The largest time that is in seconds: 1e11 seconds after the epoch is in the year 5138, and 1e11 milliseconds after the
 * epoch is in 1973. A larger time is in another unit, which is a common mistake of issuers.
 */
export const LATEST_SECONDS = 1e11;

/** The largest values of a time in each unit. */
const UNITS = [
  [LATEST_SECONDS, null],
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
