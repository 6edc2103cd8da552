import type { Clock } from "./clock.ts";
import { pause } from "./pause.ts";
import type { Cancellation } from "./platform/cancellation.ts";
import type { TabLink } from "./tab-link.ts";

/** How long a tab without a token waits for one from another tab. */
const ANSWER_WAIT_MS = 200;

/** What a call that is shared among tabs needs to know of its engine. */
export interface SharedCallParts<T> {
  link: TabLink;
  clock: Clock;
  cancellation: Cancellation;
  /** Another tab's token would do: none is held here, and nobody asked for a new one. */
  asksFirst: boolean;
  call: () => Promise<T>;
}

/**
 * Calls the source when it is this tab's turn. A token that another tab sends meanwhile cancels the call before the
 * source has been called. Messages and locks travel apart: after a wait the turn may come before the token.
 */
export async function shareCall<T>({ link, clock, cancellation, asksFirst, call }: SharedCallParts<T>): Promise<T> {
  const turn = await link.takeTurn(cancellation);
  try {
    cancellation.throwIfCanceled();
    if ((asksFirst || turn.waited) && link.hasPeers()) {
      link.send({ type: "ask" });
      await pause(clock, ANSWER_WAIT_MS, cancellation);
    }
    cancellation.throwIfCanceled();
    return await call();
  } finally {
    turn.end();
  }
}
