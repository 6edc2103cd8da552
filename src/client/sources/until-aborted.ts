import { supersededError } from "../failure.ts";
import { attempt } from "../platform/attempt.ts";

/** Never resolves: waits for the identity that is about to replace the one whose token is asked for. Rejects at abort. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    // React Native's signals have no reason.
    attempt(() => signal.addEventListener("abort", () => reject(signal.reason ?? supersededError())));
  });
}
