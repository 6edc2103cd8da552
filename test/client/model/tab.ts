import { createEngineCore } from "../../../src/client/create-engine-core.ts";
import { engineDependencies } from "../../../src/client/create-token-engine.ts";
import type { TokenEvent } from "../../../src/client/events.ts";
import { driveByTimer } from "../../../src/client/timer-driver.ts";
import type { EngineCore } from "../../../src/client/token-engine.ts";
import type { TokenRequest, TokenSource } from "../../../src/core/token-source.ts";
import { createScopedEngine, disposeEngine } from "../../../src/react/scoped-engine.ts";
import type { FastClock } from "./fast-clock.ts";
import type { Call } from "./server.ts";

/**
 * A simulated browser tab that runs the real engine. The fields record what has happened in the tab, so that the checks
 * know what the engine may do. The model simulates a React transition to another user as a second tab. When React
 * commits the transition, the second tab replaces the previous user's tab.
 */
export interface Tab {
  readonly engine: EngineCore;
  user: string;
  readonly open: boolean;
  /** The tab that this tab replaces when React commits the transition; null for a committed tab. */
  replaces: Tab | null;
  /** Whether React or the browser has hidden this tab. If so, no timer calls the engine. */
  isHidden: boolean;
  /** Whether the browser has put the hidden tab into the back-forward cache, where it receives no messages. */
  isAway: boolean;
  /** Whether the browser denied the tab access to channels or locks. The tab then exchanges nothing with other tabs. */
  isAlone: boolean;
  /**
   * Whether the tab held a token when the session ended. Only such a tab can recognize that a token was issued after
   * the sign-out.
   */
  hadToken: boolean;
  /**
   * Whether the engine's token may come from another tab in which the user signed in again. If so, the session does not
   * end when this tab's own source reports a sign-out.
   */
  mayUseForeignToken: boolean;
  /** Whether the session has ended in another tab while this tab received no messages. */
  mayHaveMissedSignOut: boolean;
  /** Start times of the source calls, on the monotonic clock. */
  readonly calls: number[];
  /**
   * Whether the session has ended. The engine then calls the source only after the user asks for a token, or after
   * another tab sends a newer token.
   */
  isSessionOver: boolean;
  /**
   * Whether the user has asked for a token after the session ended, and no token has arrived since. If the source then
   * reports a sign-out again, the other tabs keep their sessions.
   */
  isAskingAgain: boolean;
  /** The number of failed source calls in a row. */
  failures: number;
  /**
   * The server's last `Retry-After`. It forbids source calls until the time `until` on `FastClock.elapsed`, or until the
   * snapshot's revision is no longer `revision`.
   */
  retryAfter: { until: number; revision: number };
  /**
   * The snapshot's revision when the wall clock was last set back; -1 if never. While the snapshot has this revision,
   * the checks cannot compute the token's remaining life from the wall clock.
   */
  setBackAt: number;
  /** Returns whether the tab receives the messages of other tabs. */
  isListening(): boolean;
  close(): void;
  switchTo(user: string): void;
  /** Simulates an auth provider that reports a new session of the same user. */
  renew(): void;
  /** @param leaves whether the browser puts the page into the back-forward cache */
  hide(leaves: boolean): void;
  show(): void;
  /** Commits the transition that created this tab. */
  commit(): void;
}

export interface TabCall extends Call {
  tab: Tab;
  /** Whether the call may run without the lock. True if the call's tab is alone or hidden. */
  needsNoLock: boolean;
}

/** The parts of the simulated browser that a tab uses. */
export interface TabParts {
  clock: FastClock;
  random: () => number;
  onEvent: (event: TokenEvent) => void;
  onCall: (tab: Tab, request: TokenRequest) => Promise<string | null>;
  report: (fault: string) => void;
  /** Returns whether the browser currently prevents tabs from exchanging messages. */
  isRefusing: () => boolean;
}

/** Opens a tab for a user. If the tab simulates a React transition, `replaces` is the tab of the previous user. */
export function openTab(user: string, parts: TabParts, replaces: Tab | null = null): Tab {
  const { clock, random, onEvent, onCall, report, isRefusing } = parts;
  const timers = clock.pendingTimers();
  let session = 0;
  const sourceOf = (key: string): TokenSource => ({
    kind: "backend",
    key,
    session,
    getToken: (request) => call(request),
  });
  const engine = createEngineCore(
    engineDependencies({ baseUrl: "https://cloud.example", tokenSource: sourceOf(user), clock, random, onEvent }),
  );
  const scoped = createScopedEngine({ scope: user, engine, clock, calls: [], followsAnother: replaces !== null });
  if (clock.pendingTimers() > timers) report("9: an engine without a driver sets a timer");
  let isOpen = true;
  let hasLeft = false;
  let stop = () => {};
  let disconnect = () => {};
  const tab: Tab = {
    engine,
    user,
    get open() {
      return isOpen && !scoped.isDisposed;
    },
    replaces,
    isHidden: false,
    isAway: false,
    isAlone: false,
    hadToken: false,
    mayUseForeignToken: false,
    mayHaveMissedSignOut: false,
    calls: [],
    isSessionOver: false,
    isAskingAgain: false,
    failures: 0,
    retryAfter: { until: 0, revision: 0 },
    setBackAt: -1,
    isListening() {
      const isDriven = tab.replaces === null ? !tab.isAway : engine.getSnapshot().status === "loading";
      return isDriven && !tab.isAlone;
    },
    close() {
      isOpen = false;
      stop();
      disconnect();
      disposeEngine(scoped);
    },
    switchTo(next) {
      tab.user = next;
      tab.mayUseForeignToken = false;
      tab.isAskingAgain = false;
      tab.isAlone = isRefusing();
      engine.setTokenSource(sourceOf(next));
    },
    renew() {
      session += 1;
      engine.setTokenSource(sourceOf(tab.user));
      engine.resume();
    },
    hide(leaves) {
      if (!tab.isHidden) stop();
      tab.isHidden = true;
      if (!leaves) return;
      disconnect();
      tab.isAway = true;
      // A page that is shown again before the next microtask stays connected to the other tabs.
      void Promise.resolve().then(() => {
        hasLeft ||= tab.isAway;
      });
    },
    show() {
      tab.isHidden = false;
      tab.isAway = false;
      if (hasLeft) tab.isAlone = isRefusing();
      hasLeft = false;
      disconnect = engine.connect();
      stop = scoped.drive(() => driveByTimer(engine, clock));
    },
    commit() {
      tab.replaces?.engine.supersede(engine);
      tab.replaces?.close();
      tab.replaces = null;
      tab.isAlone ||= isRefusing();
      tab.show();
    },
  };
  const call = (request: TokenRequest) => {
    const at = clock.monotonic();
    const { until, revision } = tab.retryAfter;
    if (request.signal.aborted || !tab.open) report("8: the source is called for an aborted request or a closed tab");
    if (tab.isSessionOver) report("5: the source is called after the session is over");
    if (clock.elapsed() < until && revision === engine.getSnapshot().revision) report("4: Retry-After is not obeyed");
    tab.calls.push(at);
    return onCall(tab, request);
  };
  watchRevision(tab, report);
  tab.isAlone = isRefusing();
  if (replaces === null) tab.show();
  else void scoped.untilSettled();
  return tab;
}

/**
 * Reports a fault if the snapshot's revision changes but the engine's token does not, because components then rerender
 * needlessly. When a new token arrives, updates `failures` and `isSessionOver`.
 */
function watchRevision(tab: Tab, report: TabParts["report"]): void {
  const { engine } = tab;
  let { revision } = engine.getSnapshot();
  let previousToken: string | null = null;
  engine.subscribe(() => {
    const snapshot = engine.getSnapshot();
    const token = engine.peek();
    const isNew = snapshot.revision !== revision;
    if (isNew && token !== null && token === previousToken)
      report("10: readers are notified of a token that they already have");
    // The token belongs to a newer session. Another tab has sent it.
    if (token !== null && tab.isSessionOver) {
      tab.isSessionOver = false;
      tab.mayUseForeignToken = true;
    }
    if (token !== null) tab.isAskingAgain = false;
    // A token from another tab ends a series of failures.
    if (isNew && token !== null) tab.failures = 0;
    revision = snapshot.revision;
    previousToken = token;
  });
}
