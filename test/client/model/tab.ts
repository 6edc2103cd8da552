import { createEngineCore } from "../../../src/client/create-engine-core.ts";
import { engineParts } from "../../../src/client/create-token-engine.ts";
import type { TokenEvent } from "../../../src/client/events.ts";
import { driveByTimer } from "../../../src/client/timer-driver.ts";
import type { EngineCore } from "../../../src/client/token-engine.ts";
import type { TokenRequest, TokenSource } from "../../../src/core/token-source.ts";
import type { FastClock } from "./fast-clock.ts";

/** A tab with the real engine in it, and what the model knows of it. */
export interface Tab {
  readonly engine: EngineCore;
  /** Who is signed in here. */
  user: string;
  open: boolean;
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
  close(): void;
  switchTo(user: string): void;
}

/** What a tab needs of its browser. */
export interface TabParts {
  clock: FastClock;
  random: () => number;
  onEvent: (event: TokenEvent) => void;
  onCall: (tab: Tab, request: TokenRequest) => Promise<string | null>;
  /** Takes note of what is wrong. */
  report: (fault: string) => void;
}

/** Opens a tab for somebody. */
export function openTab(user: string, { clock, random, onEvent, onCall, report }: TabParts): Tab {
  const timers = clock.pendingTimers();
  const sourceOf = (key: string): TokenSource => ({ kind: "backend", key, getToken: (request) => call(request) });
  const engine = createEngineCore(
    engineParts({ baseUrl: "https://cloud.example", tokenSource: sourceOf(user), clock, random, onEvent }),
  );
  if (clock.pendingTimers() > timers) report("9: an engine that nobody drives sets a timer");
  watchRevision(engine, report);
  const tab: Tab = {
    engine,
    user,
    open: true,
    calls: [],
    rests: false,
    failures: 0,
    askedToWait: { until: 0, revision: 0 },
    setBackAt: -1,
    close() {
      tab.open = false;
      stop();
      engine.dispose();
    },
    switchTo(next) {
      tab.user = next;
      engine.setTokenSource(sourceOf(next));
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
  const stop = driveByTimer(engine, clock);
  return tab;
}

/** A reader of the token renders when the revision changes: it must not, for a token that it has. */
function watchRevision(engine: EngineCore, report: TabParts["report"]): void {
  let { revision } = engine.getSnapshot();
  let held: string | null = null;
  engine.subscribe(() => {
    const snapshot = engine.getSnapshot();
    const token = engine.peek();
    const isNew = snapshot.revision !== revision;
    if (isNew && token !== null && token === held) report("10: readers are told of a token that they have");
    revision = snapshot.revision;
    held = token;
  });
}
