import type { Clock } from "./clock.ts";
import { pause } from "./pause.ts";
import type { Cancellation } from "./platform/cancellation.ts";
import type { TabLink } from "./tab-link.ts";

/** How long a tab without a token waits for another tab's token, in milliseconds. */
const ANSWER_WAIT_MS = 200;

/** The dependencies of a call that tabs share. */
export interface SharedCall<T> {
  link: TabLink;
  clock: Clock;
  cancellation: Cancellation;
  /** Whether a token of another tab suffices, because this tab holds none and the caller did not request a new one. */
  asksTabsFirst: boolean;
  call: () => Promise<T>;
}

/**
 * Calls the source when it is this tab's turn, unless another tab's token arrives first. Browsers deliver messages and
 * locks independently, so after a wait the turn may arrive before the token.
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
