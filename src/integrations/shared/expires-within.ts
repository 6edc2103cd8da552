import { systemClock } from "../../client/platform/system-clock.ts";

/** The default margin, in seconds. The engine treats a token with 30 seconds or less left as stale. */
export const SPARE_SECONDS = 30;

/**
 * Returns whether an SDK's token must be renewed before it is sent, by the local clock.
 *
 * @param exp the token's `exp`, in seconds since the epoch; any other value counts as expired
 * @param seconds the lifetime that the token must have left, in seconds. Default: 30
 */
export function expiresWithin(exp: unknown, seconds = SPARE_SECONDS): boolean {
  return !(Number(exp) - systemClock.wall() / 1000 > seconds);
}
