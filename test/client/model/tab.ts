import { createEngineCore } from "../../../src/client/create-engine-core.ts";
import { engineParts } from "../../../src/client/create-token-engine.ts";
import type { TokenEvent } from "../../../src/client/events.ts";
import { driveByTimer } from "../../../src/client/timer-driver.ts";
import type { EngineCore } from "../../../src/client/token-engine.ts";
import type { TokenRequest, TokenSource } from "../../../src/core/token-source.ts";
import { createScopedEngine, disposeEngine } from "../../../src/react/scoped-engine.ts";
import type { FastClock } from "./fast-clock.ts";
import type { Call } from "./server.ts";

/** A tab with the real engine in it, and what the model knows of it. A transition adds one that is not committed yet. */
export interface Tab {
  readonly engine: EngineCore;
  /** Who is signed in here. */
  user: string;
  readonly open: boolean;
  /** The one that a transition is to replace; null once it is committed. */
  replaces: Tab | null;
  /** React has hidden the tree: nothing drives the engine. */
  isHidden: boolean;
  /** It joined no other tab, because the browser refused. */
  isAlone: boolean;
  /** It held a token when it was told that the session is over, so it knows which tokens are newer. */
  hadToken: boolean;
  /** Its token may be that of a tab in which the user has signed in again, so a null of its own source ends nothing. */
  mayBorrow: boolean;
  /** When the source was called, on the monotonic clock. */
  readonly calls: number[];
  /** The session is over: until somebody asks anew, no call is made. */
  rests: boolean;
  /** Failures in a row, as far as the model is sure of them. */
  failures: number;
  /** Before this moment the server wants no call, as long as the token is of this revision. */
  askedToWait: { until: number; revision: number };
  /** The revision that was there when the wall clock was last set back: its expiry is not to be read off it any more. */
  setBackAt: number;
  /** Whether it hears of what other tabs do. */
  isListening(): boolean;
  close(): void;
  switchTo(user: string): void;
  /** The auth provider reports another session of the same user. */
  renew(): void;
  hide(): void;
  show(): void;
  /** The transition that made it is over. */
  commit(): void;
}

/** A call of a tab's source that waits for an answer. */
export interface TabCall extends Call {
  tab: Tab;
  /** The tab is alone, or its tree is or was hidden, so the call takes no turn. */
  isOutOfTurn: boolean;
}

/** What a tab needs of its browser. */
export interface TabParts {
  clock: FastClock;
  random: () => number;
  onEvent: (event: TokenEvent) => void;
  onCall: (tab: Tab, request: TokenRequest) => Promise<string | null>;
  /** Takes note of what is wrong. */
  report: (fault: string) => void;
  /** Whether the browser refuses to let tabs talk to one another now. */
  isRefusing: () => boolean;
}

/** Opens a tab for somebody; `replaces` where a transition does it. */
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
    engineParts({ baseUrl: "https://cloud.example", tokenSource: sourceOf(user), clock, random, onEvent }),
  );
  const scoped = createScopedEngine({ scope: user, engine, clock, calls: [], followsAnother: replaces !== null });
  if (clock.pendingTimers() > timers) report("9: an engine that nobody drives sets a timer");
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
    mayBorrow: false,
    calls: [],
    rests: false,
    failures: 0,
    askedToWait: { until: 0, revision: 0 },
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
      tab.mayBorrow = false;
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
      // A tree that is shown again in the same turn has not left the other tabs.
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
    const { until, revision } = tab.askedToWait;
    if (request.signal.aborted || !tab.open) report("8: the source is called for nobody");
    if (tab.rests) report("5: the source is called after the session is over");
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

/** A reader of the token renders when the revision changes: it must not, for a token that it has. */
function watchRevision(tab: Tab, report: TabParts["report"]): void {
  const { engine } = tab;
  let { revision } = engine.getSnapshot();
  let held: string | null = null;
  engine.subscribe(() => {
    const snapshot = engine.getSnapshot();
    const token = engine.peek();
    const isNew = snapshot.revision !== revision;
    if (isNew && token !== null && token === held) report("10: readers are told of a token that they have");
    // A token of a later session has come from another tab.
    if (token !== null && tab.rests) {
      tab.rests = false;
      tab.mayBorrow = true;
    }
    revision = snapshot.revision;
    held = token;
  });
}
