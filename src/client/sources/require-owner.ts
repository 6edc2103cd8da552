import { AssistantCloudAuthError } from "../../core/errors.ts";
import { forDeveloper } from "../../core/for-developer.ts";
import { trySetTimer } from "../clock.ts";
import { systemClock } from "../platform/system-clock.ts";

/**
 * An SDK may return a new user's token before it reports the new user. This is the longest wait for the report, in
 * milliseconds.
 */
const OWNER_WAIT_MS = 3_000;

/**
 * Resolves if a token belongs to the identity that the auth provider's SDK reported. Otherwise the function waits for 3
 * seconds, then rejects. Tabs share an SDK's cache or cookies. After a sign-in in another tab, the SDK may therefore
 * return the new user's token before it reports the new user.
 *
 * Normally, the SDK reports the new user at the next render. That render replaces this token source and aborts the
 * call. Without the wait, the app would show an error until that render.
 *
 * @param owner the owner of the token
 * @param expected the identity that the SDK reported
 * @param signal the signal of the call; its abort ends the wait
 * @throws `superseded` after the wait. The error is retryable, because the SDK may return the right token later
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
