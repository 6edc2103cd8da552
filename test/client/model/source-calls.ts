import type { TokenRequest } from "../../../src/core/token-source.ts";
import type { FastClock } from "./fast-clock.ts";
import type { Server } from "./server.ts";
import type { Answer } from "./steps.ts";
import type { Tab, TabCall } from "./tab.ts";

const FAILURES: ReadonlySet<Answer> = new Set(["garbage", "throws", "network", "limited"]);

/** The simulated parts of a browser that {@link createSourceCalls} needs. */
export interface SourceCallParts {
  clock: FastClock;
  server: Server;
  openTabs(): Tab[];
}

/** Stores the pending calls of the tabs' token sources. After each answer, updates the tabs' expected states. */
export function createSourceCalls({ clock, server, openTabs }: SourceCallParts) {
  /** The users whose session has ended in all of their tabs. */
  const signedOut = new Set<string>();
  let waiting: TabCall[] = [];
  /** The signal of each tab's latest attempt. An attempt may call the source twice, with the same signal. */
  const latest = new Map<Tab, AbortSignal>();
  const withoutLock = new WeakSet<AbortSignal>();

  const onCall = (tab: Tab, request: TokenRequest) =>
    new Promise<string | null>((resolve, reject) => {
      const { signal } = request;
      latest.set(tab, signal);
      const needsNoLock = !tab.isListening() || withoutLock.has(signal);
      const call: TabCall = { tab, user: tab.user, request, resolve, reject, needsNoLock };
      waiting.push(call);
      request.signal.addEventListener("abort", () => {
        waiting = waiting.filter((other) => other !== call);
      });
    });

  /** Releases the lock of a tab that enters the back-forward cache. Its attempt in flight continues without the lock. */
  function releaseLock(tab: Tab): void {
    const signal = latest.get(tab);
    if (signal !== undefined) withoutLock.add(signal);
    for (const call of waiting) call.needsNoLock ||= call.tab === tab;
  }

  /**
   * Answers a call.
   * @param mayDropCall whether another act follows at nearly the same time, so that the engine may ignore the answer
   */
  function answer(call: TabCall, kind: Answer, mayDropCall: boolean): void {
    const { tab, user } = call;
    waiting = waiting.filter((other) => other !== call);
    tab.failures = FAILURES.has(kind) ? tab.failures + 1 : 0;
    if (kind === "signed_out") for (const each of openTabs()) each.hadToken = each.engine.peek() !== null;
    if (server.answer(call, kind)) signedOut.delete(user);
    if (kind === "limited") {
      tab.retryAfter = { until: clock.elapsed() + 30_000, revision: tab.engine.getSnapshot().revision };
    }
    if ((kind !== "signed_out" && kind !== "refused") || mayDropCall || tab.mayUseForeignToken) return;
    const others = openTabs().filter((each) => each.user === user && each !== tab);
    const announces = tab.isListening() && !tab.isAskingAgain;
    // A tab that cannot receive messages keeps its token, and passes it to tabs that open later.
    if (others.length === 0 || (announces && others.every((each) => each.isListening()))) signedOut.add(user);
    for (const each of others) {
      each.isSessionOver ||= each.isListening() && announces;
      each.mayHaveMissedSignOut ||= !each.isListening();
    }
    tab.isSessionOver = true;
  }

  return { signedOut, waiting: () => waiting, onCall, releaseLock, answer };
}
