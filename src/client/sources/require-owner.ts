import { AssistantCloudAuthError } from "../../core/errors.ts";
import { forDeveloper } from "../../core/for-developer.ts";
import { trySetTimer } from "../clock.ts";
import { systemClock } from "../platform/system-clock.ts";

/** How long to wait for an SDK to report the new user after it returned the new user's token, in milliseconds. */
const OWNER_WAIT_MS = 3_000;

/**
 * Resolves if a token belongs to the identity that the auth provider's SDK reported. Otherwise it waits for 3 seconds,
 * then rejects. Tabs share an SDK's cache or cookies. After a sign-in in another tab, the SDK may therefore return the
 * new user's token before it reports that user.
 *
 * The SDK normally reports the new user at the next render, which replaces this token source and aborts the call.
 * Without the wait, the app would show an error until that render.
 *
 * @param owner the owner of the token
 * @param expected the identity that the SDK reported
 * @param signal the signal of the call; its abort ends the wait
 * @throws `superseded` after the wait; retryable, because the SDK may return the right token later
 */
export async function requireOwner(owner: unknown, expected: unknown, signal: AbortSignal): Promise<void> {
  if (owner === expected) return;
  await new Promise<void>((resolve) => {
    const cancelTimer = trySetTimer(systemClock, resolve, signal.aborted ? 0 : OWNER_WAIT_MS);
    signal.addEventListener("abort", () => {
      cancelTimer();
      resolve();
    });
  });
  throw new AssistantCloudAuthError("superseded", forDeveloper("The token is another user's."), { retryable: true });
}
