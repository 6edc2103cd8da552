import { systemClock } from "../../client/platform/system-clock.ts";
import { warnDeveloper } from "../../client/platform/warn-developer.ts";
import { LATEST_SECONDS } from "../../core/time-unit.ts";

/** By default, a token source renews the auth provider's token this many seconds before the token expires. */
export const RENEWAL_MARGIN_SECONDS = 30;

/**
 * Returns whether an auth provider's token has expired or expires within `seconds`, by the local clock. Such a token
 * must be renewed before it is sent.
 *
 * @param exp the token's `exp`, in seconds since the epoch. If `exp` is missing or invalid, the function returns true.
 *   If `exp` counts milliseconds, the function warns the developer once and converts it
 * @param seconds the lifetime that the token must have left, in seconds. Default: 30
 */
export function expiresWithin(exp: unknown, seconds = RENEWAL_MARGIN_SECONDS): boolean {
  const isTooLarge = Number(exp) > LATEST_SECONDS;
  warnDeveloper(() =>
    isTooLarge
      ? 'The auth provider returned a token whose "exp" counts milliseconds. Times in a JWT are seconds (RFC 7519).'
      : null,
  );
  const expiresAt = isTooLarge ? Number(exp) / 1000 : Number(exp);
  return !(expiresAt - systemClock.wall() / 1000 > seconds);
}
