/**
 * An `exp` up to this value is in seconds, because 1e11 seconds after the epoch is in the year 5138. A larger `exp` is
 * in milliseconds, because 1e11 milliseconds after the epoch is in 1973.
 */
const LATEST_SECONDS = 1e11;

/** Returns whether a token's `exp` counts milliseconds instead of seconds, which is a common mistake of issuers. */
export function countsMilliseconds(exp: number): boolean {
  return exp > LATEST_SECONDS;
}
