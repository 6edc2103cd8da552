import { AssistantCloudAuthError } from "../../core/errors.ts";
import { forDeveloper } from "../../core/for-developer.ts";
import { trySetTimer } from "../clock.ts";
import { systemClock } from "../platform/system-clock.ts";

/** How long an SDK gets to report the user whose token it returned, in milliseconds. */
const SWITCH_MS = 3_000;

/**
 * Lets a token pass only if it belongs to the identity that the SDK reported. Tabs share an SDK's cache or cookie, so
 * that after a sign-in elsewhere the token can be ahead of the identity.
 *
 * The other user's token is never passed on. The SDK normally reports that user at the next render, whose source
 * replaces this one; the call waits for that, so that no error appears in between.
 *
 * @param owner whom the token is for
 * @param expected whom the SDK reported
 * @param signal the call's own; its abort ends the wait
 * @throws `superseded`, the same in every integration; retryable, for the SDK may return the right token later
 */
export async function requireOwner(owner: unknown, expected: unknown, signal: AbortSignal): Promise<void> {
  if (owner === expected) return;
  await new Promise<void>((resolve) => {
    const cancelTimer = trySetTimer(systemClock, resolve, signal.aborted ? 0 : SWITCH_MS);
    signal.addEventListener("abort", () => {
      cancelTimer();
      resolve();
    });
  });
  throw new AssistantCloudAuthError("superseded", forDeveloper("The token is another user's."), { retryable: true });
}
