import { systemClock } from "../../client/platform/system-clock.ts";

/** Default margin: the engine counts a token with 30 seconds or less left as stale. */
export const SPARE_SECONDS = 30;

/**
 * Returns whether an SDK's token is to be renewed before it is sent, by this machine's clock.
 *
 * @param exp the token's `exp`, in seconds since the epoch; a token without one counts as expired
 * @param seconds the life that it must have left. Default: 30
 */
export function expiresWithin(exp: unknown, seconds = SPARE_SECONDS): boolean {
  return !(Number(exp) - systemClock.wall() / 1000 > seconds);
}
