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
 * know what the engine may do. The model simulates a React transition to another user as a second tab. The second tab
 * replaces the previous user's tab when React commits.
 */
export interface Tab {
  readonly engine: EngineCore;
  user: string;
  readonly open: boolean;
  /** The tab that this tab replaces when React commits the transition; null for a committed tab. */
  replaces: Tab | null;
  /** Whether React has hidden this tab's component tree. If so, no timer calls the engine. */
  isHidden: boolean;
  /** Whether the tab exchanges nothing with other tabs, because the browser denied access to channels or locks. */
  isAlone: boolean;
  /**
   * Whether the tab held a token when the session ended. Only such a tab can recognize a token as newer than the
   * sign-out.
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
   * Whether the session has ended. The engine then makes no call until the user asks for a token again or another tab
   * sends a newer token.
   */
  isSessionOver: boolean;
  /** The number of failed source calls in a row. */
  failures: number;
  /**
   * The wait that the server last requested with `Retry-After`. No call may start before `until`, unless the snapshot's
   * revision differs from `revision`.
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
  hide(): void;
  show(): void;
  /** Commits the transition that created this tab. */
  commit(): void;
}

export interface TabCall extends Call {
  tab: Tab;
  /**
   * Whether the call may run without the lock: its tab exchanges nothing with other tabs, or React has hidden the tree.
   */
  needsNoLock: boolean;
}

/** The functions that a tab calls on the simulated browser. */
export interface TabParts {
  clock: FastClock;
  random: () => number;
  onEvent: (event: TokenEvent) => void;
  onCall: (tab: Tab, request: TokenRequest) => Promise<string | null>;
  report: (fault: string) => void;
  /** Returns whether the browser currently prevents tabs from exchanging messages. */
  isRefusing: () => boolean;
}

/** Opens a tab for a user. `replaces` is the tab that a React transition would replace. Default: none. */
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
  const tab: Tab = {
    engine,
    user,
    get open() {
      return isOpen && !scoped.isDisposed;
    },
    replaces,
    isHidden: false,
    isAlone: false,
    hadToken: false,
    mayUseForeignToken: false,
    mayHaveMissedSignOut: false,
    calls: [],
    isSessionOver: false,
    failures: 0,
    retryAfter: { until: 0, revision: 0 },
    setBackAt: -1,
    isListening() {
      const isDriven = tab.replaces === null ? !tab.isHidden : engine.getSnapshot().status === "loading";
      return isDriven && !tab.isAlone;
    },
    close() {
      isOpen = false;
      stop();
      disposeEngine(scoped);
    },
    switchTo(next) {
      tab.user = next;
      tab.mayUseForeignToken = false;
      tab.isAlone = isRefusing();
      engine.setTokenSource(sourceOf(next));
    },
    renew() {
      session += 1;
      engine.setTokenSource(sourceOf(tab.user));
      engine.resume();
    },
    hide() {
      if (!tab.isHidden) stop();
      tab.isHidden = true;
      // A tree that React shows again before the next microtask stays connected to the other tabs.
      void Promise.resolve().then(() => {
        hasLeft ||= tab.isHidden;
      });
    },
    show() {
      tab.isHidden = false;
      if (hasLeft) tab.isAlone = isRefusing();
      hasLeft = false;
      scoped.release();
      scoped.isDriven = true;
      stop = driveByTimer(engine, clock);
    },
    commit() {
      tab.replaces?.engine.supersede();
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
    if (at < until && revision === engine.getSnapshot().revision) report("4: Retry-After is not obeyed");
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
 * Reports a fault if the snapshot's revision changes but the engine's token does not. Such a revision rerenders
 * components needlessly. Records that a new token ends a series of failures, and that it begins a new session if the
 * session is over.
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
    // A token from another tab ends a series of failures.
    if (isNew && token !== null) tab.failures = 0;
    revision = snapshot.revision;
    previousToken = token;
  });
}
