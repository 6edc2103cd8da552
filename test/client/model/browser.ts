import { engineParts } from "../../../src/client/create-token-engine.ts";
import type { TokenEvent } from "../../../src/client/events.ts";
import { makeTokenEngine } from "../../../src/client/make-token-engine.ts";
import { driveByTimer } from "../../../src/client/timer-driver.ts";
import type { DrivenTokenEngine } from "../../../src/client/token-engine.ts";
import { AssistantCloudAuthError } from "../../../src/core/errors.ts";
import type { TokenRequest } from "../../../src/core/token-source.ts";
import { signToken } from "../sign-token.ts";
import { createLockManager } from "../simulated-browser.ts";
import { createFastClock } from "./fast-clock.ts";
import type { Answer, Step } from "./steps.ts";

const START = Date.parse("2026-01-01T00:00:00Z");

/** A call of the source that nobody has answered yet. */
export interface Call {
  tab: Tab;
  user: string;
  request: TokenRequest;
  answer(value: string | null): void;
  fail(reason: unknown): void;
}

export interface Tab {
  engine: DrivenTokenEngine;
  close(): void;
  open: boolean;
  /** When the source was called, on the monotonic clock. */
  calls: number[];
}

/** A read that has ended, with who was signed in at that moment. */
export interface Outcome {
  token: string | null;
  error: unknown;
  user: string;
  trueLife: number;
}

/** One browser with a person in front of it: the real engine in each tab, everything around it by hand. */
export function createBrowser(random: () => number) {
  const clock = createFastClock(START);
  /** The time in which timers could run. */
  const awake = () => clock.monotonic() - sleptThrough;
  const locks = createLockManager(awake);
  const network = { online: true };
  const events: TokenEvent[] = [];
  const tabs: Tab[] = [];
  const outcomes: Outcome[] = [];
  let waiting: Call[] = [];
  let people = 1;
  let slept = 0;
  let sleptThrough = 0;
  let lastToken: string | null = null;
  let deadToken: string | null = null;
  const user = () => `person${people}`;
  const serverNow = () => START + clock.monotonic() + slept;
  const mint = (sub: string, age = 0) => {
    const iat = Math.floor((serverNow() - age) / 1000);
    return signToken({ sub, workspace_id: `w:${sub}`, iat, exp: iat + 300 });
  };
  const trueLife = (token: string) =>
    JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()).exp * 1000 - serverNow();

  function sourceOf(tab: Tab) {
    const key = user();
    return {
      kind: "backend" as const,
      key,
      getToken: (request: TokenRequest) =>
        new Promise<string | null>((resolve, reject) => {
          tab.calls.push(clock.monotonic());
          const call: Call = {
            tab,
            user: key,
            request,
            answer: resolve,
            fail: reject,
          };
          waiting.push(call);
          request.signal.addEventListener("abort", () => {
            waiting = waiting.filter((other) => other !== call);
          });
        }),
    };
  }

  function open(): void {
    const tab: Tab = { open: true, calls: [], engine: null as never, close: () => {} };
    tab.engine = makeTokenEngine(
      engineParts({
        baseUrl: "https://cloud.example",
        tokenSource: sourceOf(tab),
        clock,
        random,
        onEvent: (event) => events.push(event),
      }),
    );
    const stop = driveByTimer(tab.engine, clock);
    tab.close = () => {
      tab.open = false;
      stop();
      tab.engine.dispose();
    };
    tabs.push(tab);
  }

  function watch(read: Promise<string | null>): void {
    const end = (token: string | null, error: unknown) =>
      outcomes.push({ token, error, user: user(), trueLife: token === null ? 0 : trueLife(token) });
    read.then(
      (token) => end(token, null),
      (error) => end(null, error),
    );
  }

  function answer(call: Call, kind: Answer): void {
    waiting = waiting.filter((other) => other !== call);
    const fail = (code: "unauthenticated" | "rate_limited" | "network", retryAfterMs: number | null = null) =>
      call.fail(new AssistantCloudAuthError(code, code, { retryAfterMs }));
    const give = (token: string | null) => call.answer(token);
    // With a slow clock and nothing to compare with, an old token cannot be told from a new one; a 401 tells.
    const giveOld = (token: string) => (clock.wall() < serverNow() ? call.fail(new Error("source")) : give(token));
    const answers: Record<Answer, () => void> = {
      fresh: () => {
        lastToken = mint(call.user);
        give(lastToken);
      },
      same: () => giveOld(lastToken ?? mint(call.user)),
      dead: () => {
        // Always issued at the same time: a source that keeps issuing is a sign that the clock here is wrong.
        deadToken ??= mint(call.user, serverNow() - START + 400_000);
        giveOld(deadToken);
      },
      garbage: () => give("<html>"),
      throws: () => call.fail(new Error("source")),
      network: () => fail("network"),
      refused: () => fail("unauthenticated"),
      limited: () => fail("rate_limited", 30_000),
      signed_out: () => give(null),
    };
    answers[kind]();
  }

  /** The page is shown again: its signals have every tab look at the clocks. */
  function wake(): void {
    for (const tab of tabs) if (tab.open) void tab.engine.tick();
  }

  async function run(step: Step): Promise<void> {
    const living = tabs.filter((tab) => tab.open);
    const chosen = "tab" in step ? living[step.tab % Math.max(1, living.length)] : undefined;
    switch (step.do) {
      case "read":
        if (chosen) watch(chosen.engine.getToken());
        break;
      case "force":
        if (chosen) watch(chosen.engine.getToken({ forceRefresh: true }));
        break;
      case "reset":
        void chosen?.engine.reset();
        break;
      case "invalidate":
        chosen?.engine.invalidate();
        break;
      case "close":
        chosen?.close();
        break;
      case "open":
        if (living.length < 4) open();
        break;
      case "switch":
        people += 1;
        lastToken = null;
        deadToken = null;
        for (const tab of living) tab.engine.setTokenSource(sourceOf(tab));
        break;
      case "sign_out":
        for (const call of waiting) answer(call, "signed_out");
        break;
      case "go_offline":
        network.online = false;
        break;
      case "go_online":
        network.online = true;
        for (const tab of living) void tab.engine.tick(true);
        break;
      case "answer": {
        const call = waiting[step.call % Math.max(1, waiting.length)];
        if (call) answer(call, step.answer);
        break;
      }
      case "advance":
        await clock.advance(step.ms);
        break;
      case "jump":
        // Set while something looks at it now and then: a jump and a sleep between two looks cannot be told apart.
        clock.jumpWall(step.ms);
        wake();
        break;
      case "sleep":
        if (step.monotonicStops) slept += step.ms;
        else sleptThrough += step.ms;
        await clock.sleep(step.ms, step.monotonicStops);
        wake();
        break;
    }
    await clock.settle();
  }

  return { clock, network, tabs, events, outcomes, user, run, open, locks, awake, waiting: () => waiting };
}

export type Browser = ReturnType<typeof createBrowser>;
