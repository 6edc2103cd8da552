import type { Clock } from "./clock.ts";
import { pause } from "./pause.ts";
import type { Cancellation } from "./platform/cancellation.ts";
import type { TabLink } from "./tab-link.ts";

/** How long a tab without a token waits for another tab's token, in milliseconds. */
const ANSWER_WAIT_MS = 200;

/** A call of the token source, with its dependencies. All tabs share the result of the call. */
export interface SharedCall<T> {
  link: TabLink;
  clock: Clock;
  cancellation: Cancellation;
  /** Whether the tab first requests a token from the other tabs. Always false while the tab holds a token. */
  asksTabsFirst: boolean;
  call: () => Promise<T>;
}

/**
 * Calls the token source when it is this tab's turn. A tab that waited for its turn, or whose `asksTabsFirst` is true,
 * first requests a token from the other tabs and waits 200 ms. It skips this step if no other tab is recorded as open.
 * When a token arrives, the engine cancels the attempt, so the function does not call the source.
 *
 * Browsers deliver messages and locks independently, so a waiting tab may get its turn before the other tab's token
 * arrives.
 */
export async function shareCall<T>({ link, clock, cancellation, asksTabsFirst, call }: SharedCall<T>): Promise<T> {
  const turn = await link.takeTurn(cancellation);
  try {
    cancellation.throwIfCanceled();
    if ((asksTabsFirst || turn.waited) && link.hasPeers()) {
      link.send({ type: "ask" });
      await pause(clock, ANSWER_WAIT_MS, cancellation);
    }
    cancellation.throwIfCanceled();
    return await call();
  } finally {
    turn.end();
  }
}
