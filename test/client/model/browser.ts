import type { TokenEvent } from "../../../src/client/events.ts";
import { createLockManager } from "../../support/simulated-browser.ts";
import { createFastClock } from "./fast-clock.ts";
import { createRefusals } from "./refusals.ts";
import { createScenarios } from "./scenarios.ts";
import { createServer, subjectOf } from "./server.ts";
import { createSourceCalls } from "./source-calls.ts";
import type { Act, Answer, Step } from "./steps.ts";
import type { Tab, TabCall } from "./tab.ts";
import { createTabSet, recordUserRequest } from "./tab-set.ts";
import { createTokenReads } from "./token-reads.ts";

const START = Date.parse("2026-01-01T00:00:00Z");
const DROPS: ReadonlySet<Act["do"]> = new Set(["switch", "close", "invalidate", "commit", "abandon", "hide"]);

/**
 * The acts and answers of one step in the model-based test. Each act has the tab that it concerns. Each answer has the
 * tab whose token source received the answer.
 */
export interface StepLog {
  acts: { act: Act; tab: Tab | undefined }[];
  answered: { tab: Tab; answer: Answer }[];
}

/**
 * Simulates one browser with several users. Each tab runs the real engine. Everything around the engine is simulated.
 */
export function createBrowser(random: () => number) {
  const clock = createFastClock(START);
  const server = createServer(clock, START);
  /** Returns how long the machine has been awake, in milliseconds. Timers do not run during a sleep. */
  const awake = () => clock.monotonic() - sleptMs;
  const locks = createLockManager(awake);
  const network = { online: true };
  const page = new EventTarget();
  const refusals = createRefusals();
  const events: TokenEvent[] = [];
  /** The invariant violations that tabs and scenarios have reported. The next check removes them from this list. */
  const faults: string[] = [];
  /** The pending API requests, each with the user of the request's token. */
  let requests: { tab: Tab; user: string }[] = [];
  let isClockSet = false;
  let hasRefused = false;
  let refusedLockAt = Number.NEGATIVE_INFINITY;
  let sleptMs = 0;
  let log: StepLog = { acts: [], answered: [] };
  /**
   * Whether the second act of the current race can make the engine ignore the answer of the first act. For example, the
   * first act answers a source call, and the second act closes the tab.
   */
  let mayDropCall = false;
  const isRefusing = () => refusals.refused.has("channels") || refusals.refused.has("locks");

  const calls = createSourceCalls({ clock, server, openTabs: () => tabSet.openTabs() });
  const { waiting, signedOut, onCall, releaseLock } = calls;
  const { outcomes, readToken } = createTokenReads(server);
  const report = (fault: string) => void faults.push(fault);
  const onEvent = (event: TokenEvent) => events.push(event);
  const tabSet = createTabSet({ clock, random, onEvent, onCall, report, isRefusing });
  const { tabs, openTabs, committed, transitionTabs, open, begin, abandon, switchUser } = tabSet;

  function answer(call: TabCall, kind: Answer): void {
    log.answered.push({ tab: call.tab, answer: kind });
    calls.answer(call, kind, mayDropCall);
  }

  /** Dispatches an event to the pages of all tabs. In each visible tab, the engine's driver listens to the event. */
  const signal = (type: "focus" | "online") => void page.dispatchEvent(new Event(type));

  function act(step: Act): void {
    const isOfTransition = step.do === "commit" || step.do === "abandon";
    const tabsOfStep = isOfTransition ? transitionTabs() : committed();
    const tab = "tab" in step ? tabsOfStep[step.tab % Math.max(1, tabsOfStep.length)] : undefined;
    log.acts.push({ act: step, tab });
    switch (step.do) {
      case "open":
        open();
        return;
      case "sign_out":
        for (const call of waiting()) answer(call, "signed_out");
        return;
      case "go_offline":
        network.online = false;
        return;
      case "go_online":
        network.online = true;
        for (const each of openTabs()) if (!each.isHidden) each.failures = 0;
        signal("online");
        return;
      case "refuse":
        refusals.refused.add(step.api);
        hasRefused = true;
        return;
      case "allow":
        refusals.refused.clear();
        return;
      case "answer": {
        const call = waiting()[step.call % Math.max(1, waiting().length)];
        if (call) answer(call, step.answer);
        return;
      }
      case "respond": {
        const request = requests[step.request % Math.max(1, requests.length)];
        requests = requests.filter((other) => other !== request);
        request?.tab.engine.adopt(server.mint(request.user));
        return;
      }
    }
    if (tab === undefined) return;
    const { engine } = tab;
    switch (step.do) {
      case "read":
      case "force":
        readToken(tab, step.do === "force");
        break;
      case "send": {
        const token = engine.peek();
        if (token !== null) requests.push({ tab, user: subjectOf(token) });
        break;
      }
      case "reset":
        recordUserRequest(tab);
        void engine.reset();
        break;
      case "invalidate":
        recordUserRequest(tab);
        engine.invalidate();
        break;
      case "close":
        abandon(tab);
        tab.close();
        break;
      case "hide":
        tab.hide(step.leaves);
        if (step.leaves) releaseLock(tab);
        break;
      case "show":
        if (tab.isHidden) tab.show();
        break;
      case "begin":
        begin(tab);
        break;
      case "commit": {
        const before = tab.replaces ?? undefined;
        tab.commit();
        abandon(before);
        break;
      }
      case "abandon":
        tab.close();
        break;
      case "switch":
        switchUser(tab, step.everywhere);
        break;
    }
  }

  const scenarios = createScenarios({
    ...{ clock, act, answer, recordUserRequest, committed, report },
    waiting,
    lastTab: () => log.acts.at(-1)?.tab,
    isClockSet: () => isClockSet,
  });

  async function run(step: Step): Promise<StepLog> {
    log = { acts: [], answered: [] };
    mayDropCall = step.do === "race" && DROPS.has(step.second.do);
    switch (step.do) {
      case "race":
        act(step.first);
        for (let hop = 0; hop < step.hops; hop += 1) await null;
        act(step.second);
        break;
      case "storm":
        await scenarios.storm(step.tab, step.times, step.last);
        break;
      case "sign_in_again":
        await scenarios.signInAgain(step.tab);
        break;
      case "outage":
        await scenarios.outage(step.times, step.answer);
        break;
      case "advance":
        await clock.advance(step.ms);
        break;
      case "jump":
        // Make the engine check its clocks before and after the change. Otherwise a clock change and a sleep look the
        // same.
        signal("focus");
        isClockSet = true;
        clock.jumpWall(step.ms);
        if (step.ms < 0) for (const each of openTabs()) each.setBackAt = each.engine.getSnapshot().revision;
        signal("focus");
        break;
      case "sleep":
        if (step.monotonicStops) server.advanceServerClock(step.ms);
        else sleptMs += step.ms;
        await clock.sleep(step.ms, step.monotonicStops);
        if (step.first === "signals") signal("focus");
        if (step.first === "read") for (const tab of committed()) readToken(tab, false);
        break;
      default:
        act(step);
    }
    await clock.settle();
    return log;
  }

  /**
   * Returns the latest time at which a tab stopped waiting for a lock, or at which the browser refused a lock. The time
   * is a value of `awake`. Without such an event, the time is -Infinity.
   */
  function lastWithoutLockAt(): number {
    if (refusals.refused.has("locks") || refusals.refused.has("lock requests")) refusedLockAt = awake();
    return Math.max(locks.gaveUpAt(), refusedLockAt);
  }

  const isOnline = () => network.online;
  const globals = { ...refusals.globals({ locks, isOnline }), window: page };
  return {
    ...{ clock, tabs, events, outcomes, faults, signedOut, run, open, locks, awake, lastWithoutLockAt, globals },
    channels: refusals.channels,
    waiting,
    hasRefused: () => hasRefused,
    transitionTabs,
  };
}

export type Browser = ReturnType<typeof createBrowser>;
