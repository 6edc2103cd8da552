import { systemClock } from "../../client/platform/system-clock.ts";

/** By default, a token source renews the auth provider's token this many seconds before the token expires. */
export const RENEWAL_MARGIN_SECONDS = 30;

/**
 * Returns whether an auth provider's token has expired or expires within `seconds`, by the local clock. Such a token
 * must be renewed before it is sent.
 *
 * @param exp the token's `exp`, in seconds since the epoch. If `exp` is missing or invalid, the function returns true
 * @param seconds the lifetime that the token must have left, in seconds. Default: 30
 */
export function expiresWithin(exp: unknown, seconds = RENEWAL_MARGIN_SECONDS): boolean {
  return !(Number(exp) - systemClock.wall() / 1000 > seconds);
}
