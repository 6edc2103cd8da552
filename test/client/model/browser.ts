import { engineParts } from "../../../src/client/create-token-engine.ts";
import type { TokenEvent } from "../../../src/client/events.ts";
import { makeTokenEngine } from "../../../src/client/make-token-engine.ts";
import { driveByTimer } from "../../../src/client/timer-driver.ts";
import type { DrivenTokenEngine } from "../../../src/client/token-engine.ts";
import type { TokenRequest } from "../../../src/core/token-source.ts";
import { createLockManager } from "../simulated-browser.ts";
import { createFastClock } from "./fast-clock.ts";
import { type Call, createServer, subjectOf } from "./server.ts";
import type { Answer, Step } from "./steps.ts";

const START = Date.parse("2026-01-01T00:00:00Z");

export interface Tab {
  engine: DrivenTokenEngine;
  close(): void;
  open: boolean;
  /** When the source was called, on the monotonic clock. */
  calls: number[];
  /** Before this moment the server wants no call, as long as the token is of this revision. */
  askedToWait: { until: number; revision: number };
  /** The token that was held when the wall clock was last set back: how long it lives is not to be read off it any more. */
  setBackAt: number;
}

interface TabCall extends Call {
  tab: Tab;
}

/** A read that has ended, with who was signed in at that moment. */
export interface Outcome {
  token: string | null;
  error: unknown;
  user: string;
  trueLife: number;
}

/** What a step did, and to whom. */
export interface Happened {
  step: Step;
  tab: Tab | undefined;
  answered: { tab: Tab; answer: Answer }[];
}

/** One browser with a person in front of it: the real engine in each tab, everything around it by hand. */
export function createBrowser(random: () => number) {
  const clock = createFastClock(START);
  const server = createServer(clock, START);
  /** The time in which timers could run. */
  const awake = () => clock.monotonic() - sleptThrough;
  const locks = createLockManager(awake);
  const network = { online: true };
  const events: TokenEvent[] = [];
  const tabs: Tab[] = [];
  const outcomes: Outcome[] = [];
  /** What was seen to be wrong while something happened. */
  const faults: string[] = [];
  const session = { isOver: false };
  /** Requests to the API that have not been answered, with whose token they were sent. */
  let requests: { tab: Tab; user: string }[] = [];
  let waiting: TabCall[] = [];
  let people = 1;
  let sleptThrough = 0;
  const user = () => `person${people}`;

  function sourceOf(tab: Tab) {
    const key = user();
    return {
      kind: "backend" as const,
      key,
      getToken(request: TokenRequest) {
        const at = clock.monotonic();
        if (request.signal.aborted || !tab.open) faults.push("8: the source is called for nobody");
        const { until, revision } = tab.askedToWait;
        if (at < until && revision === tab.engine.getSnapshot().revision) faults.push("4: Retry-After is not obeyed");
        tab.calls.push(at);
        return new Promise<string | null>((give, fail) => {
          const call: TabCall = { tab, user: key, request, give, fail };
          waiting.push(call);
          request.signal.addEventListener("abort", () => {
            waiting = waiting.filter((other) => other !== call);
          });
        });
      },
    };
  }

  function open(): void {
    const askedToWait = { until: 0, revision: 0 };
    const tab: Tab = { open: true, calls: [], engine: null as never, close: () => {}, askedToWait, setBackAt: -1 };
    const timers = clock.pendingTimers();
    tab.engine = makeTokenEngine(
      engineParts({
        baseUrl: "https://cloud.example",
        tokenSource: sourceOf(tab),
        clock,
        random,
        onEvent: (event) => events.push(event),
      }),
    );
    if (clock.pendingTimers() > timers) faults.push("9: an engine that nobody drives sets a timer");
    watchRevision(tab.engine);
    const stop = driveByTimer(tab.engine, clock);
    tab.close = () => {
      tab.open = false;
      stop();
      tab.engine.dispose();
    };
    tabs.push(tab);
  }

  function watchRevision(engine: DrivenTokenEngine): void {
    let { revision } = engine.getSnapshot();
    let held: string | null = null;
    engine.subscribe(() => {
      const snapshot = engine.getSnapshot();
      const token = engine.peek();
      const isNew = snapshot.revision !== revision;
      if (isNew && token !== null && token === held) faults.push("10: readers are told of a token that they have");
      revision = snapshot.revision;
      held = token;
    });
  }

  function watch(read: Promise<string | null>): void {
    const end = (token: string | null, error: unknown) =>
      outcomes.push({ token, error, user: user(), trueLife: token === null ? 0 : server.lifeOf(token) });
    read.then(
      (token) => end(token, null),
      (error) => end(null, error),
    );
  }

  function answer(call: TabCall, kind: Answer): Happened["answered"][number] {
    waiting = waiting.filter((other) => other !== call);
    if (server.answer(call, kind)) session.isOver = false;
    if (kind === "signed_out" || kind === "refused") session.isOver = true;
    if (kind === "limited") {
      const { revision } = call.tab.engine.getSnapshot();
      call.tab.askedToWait = { until: clock.monotonic() + 30_000, revision };
    }
    return { tab: call.tab, answer: kind };
  }

  /** The page is shown again: its signals have every tab look at the clocks. */
  function wake(): void {
    for (const tab of tabs) if (tab.open) void tab.engine.tick();
  }

  async function storm(tab: Tab, times: number, last: Answer): Promise<Happened["answered"]> {
    const answered: Happened["answered"] = [];
    for (let time = 1; time <= times; time += 1) {
      watch(tab.engine.getToken({ forceRefresh: true }));
      await clock.settle();
      const call = waiting.find((each) => each.tab === tab);
      if (call) answered.push(answer(call, time < times ? "fresh" : last));
      await clock.settle();
    }
    return answered;
  }

  async function run(step: Step): Promise<Happened> {
    const living = tabs.filter((tab) => tab.open);
    const tab = "tab" in step ? living[step.tab % Math.max(1, living.length)] : undefined;
    let answered: Happened["answered"] = [];
    switch (step.do) {
      case "read":
        if (tab) watch(tab.engine.getToken());
        break;
      case "force":
        if (tab) watch(tab.engine.getToken({ forceRefresh: true }));
        break;
      case "storm":
        if (tab) answered = await storm(tab, step.times, step.last);
        break;
      case "send": {
        const token = tab?.engine.peek() ?? null;
        if (tab && token !== null) requests.push({ tab, user: subjectOf(token) });
        break;
      }
      case "respond": {
        const request = requests[step.request % Math.max(1, requests.length)];
        requests = requests.filter((other) => other !== request);
        if (request) request.tab.engine.adopt(server.mint(request.user));
        break;
      }
      case "reset":
        if (tab) tab.askedToWait.until = 0;
        void tab?.engine.reset();
        break;
      case "invalidate":
        if (tab) tab.askedToWait.until = 0;
        tab?.engine.invalidate();
        break;
      case "close":
        tab?.close();
        break;
      case "open":
        if (living.length < 4) open();
        break;
      case "switch":
        people += 1;
        session.isOver = false;
        server.forget();
        for (const each of living) {
          each.askedToWait.until = 0;
          each.engine.setTokenSource(sourceOf(each));
        }
        break;
      case "sign_out":
        answered = waiting.map((call) => answer(call, "signed_out"));
        break;
      case "go_offline":
        network.online = false;
        break;
      case "go_online":
        network.online = true;
        for (const each of living) void each.engine.tick(true);
        break;
      case "answer": {
        const call = waiting[step.call % Math.max(1, waiting.length)];
        if (call) answered = [answer(call, step.answer)];
        break;
      }
      case "advance":
        await clock.advance(step.ms);
        break;
      case "jump":
        // Set while something looks at it now and then: a jump and a sleep between two looks cannot be told apart.
        wake();
        clock.jumpWall(step.ms);
        if (step.ms < 0) for (const each of living) each.setBackAt = each.engine.getSnapshot().revision;
        wake();
        break;
      case "sleep":
        if (step.monotonicStops) server.runOn(step.ms);
        else sleptThrough += step.ms;
        await clock.sleep(step.ms, step.monotonicStops);
        if (step.isTold) wake();
        break;
    }
    await clock.settle();
    return { step, tab, answered };
  }

  return {
    clock,
    network,
    tabs,
    events,
    outcomes,
    faults,
    session,
    user,
    run,
    open,
    locks,
    awake,
    waiting: () => waiting,
  };
}

export type Browser = ReturnType<typeof createBrowser>;
