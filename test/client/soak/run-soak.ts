import { vi } from "vitest";
import { createTokenEngine } from "../../../src/client/create-token-engine.ts";
import { backendTokenSource } from "../../../src/client/sources/backend.ts";
import { signToken } from "../../support/sign-token.ts";
import { createSimulatedMachine, type MachineOptions } from "../../support/simulated-machine.ts";
import { seededRandom } from "./seeded-random.ts";

const SECOND = 1_000;
const DAY = 86_400;
const LIFETIME = 300;
/** How many seconds a token is in use if the engine refreshes the token a minute before expiry. */
const SECONDS_IN_USE = 240;
const FAILURE_RATE = 0.05;

/** The results of one simulated day. */
export interface SoakReport {
  /** The number of token reads. `served` is the number of reads that returned a token. */
  reads: number;
  served: number;
  /** The number of reads that failed during an outage, or before the first source call after an outage. */
  excused: number;
  refused: number;
  /** The number of returned tokens that had expired on the server's clock. */
  expiredTokens: number;
  /** Shortest remaining life of a returned token on the server's clock, in seconds. */
  shortestRemaining: number;
  /** The number of reads that returned a token, but not immediately. */
  waited: number;
  calls: number;
  failedCalls: number;
  /** The number of source calls of an ideal client, which knows the server's time and has no failures. */
  idealCalls: number;
  mostCallsInAMinute: number;
  /**
   * The duration of the longest recovery, in seconds: after an outage that ends with an `online` event, and after any
   * other outage. A recovery begins when the network returns, and ends at the next source call. The duration excludes
   * sleeps. A recovery is ignored if the engine's status at that call is not `error`.
   */
  longestRecovery: { withEvent: number; withoutEvent: number };
  occurrences: Record<string, number>;
}

/**
 * Simulates one day of a machine that reads a token every second. 5 % of the source's answers are failures. The machine
 * sleeps and goes offline, and its clocks drift. With `signals`, some offline periods end with an `online` event. The
 * function stubs `window`, `document` and `navigator`.
 */
export async function runSoak(seed: number, options: MachineOptions & { signals: boolean }): Promise<SoakReport> {
  const random = seededRandom(seed);
  const between = (from: number, to: number) => Math.round(from + random() * (to - from));
  const machine = createSimulatedMachine(options);
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const browser = { onLine: true };
  vi.stubGlobal("navigator", browser);
  vi.stubGlobal("window", options.signals ? new EventTarget() : undefined);
  vi.stubGlobal("document", options.signals ? page : undefined);

  const report: SoakReport = {
    reads: 0,
    served: 0,
    excused: 0,
    refused: 0,
    expiredTokens: 0,
    shortestRemaining: LIFETIME,
    waited: 0,
    calls: 0,
    failedCalls: 0,
    idealCalls: 0,
    mostCallsInAMinute: 0,
    longestRecovery: { withEvent: 0, withoutEvent: 0 },
    occurrences: {},
  };
  const count = (what: string) => {
    report.occurrences[what] = (report.occurrences[what] ?? 0) + 1;
  };
  let isDown = false;
  let reconnection: { at: number; hasEvent: boolean } | null = null;
  const callTimes: number[] = [];

  const mint = (age: number) => {
    const iat = Math.floor(machine.serverNow() / SECOND) - age;
    return signToken({ sub: "ada", workspace_id: "org:ada", iat, nbf: iat - 10, exp: iat + LIFETIME });
  };

  const fetchToken: typeof globalThis.fetch = async (_, init) => {
    report.calls += 1;
    callTimes.push(machine.monotonic());
    while ((callTimes[0] ?? 0) <= machine.monotonic() - 60 * SECOND) callTimes.shift();
    report.mostCallsInAMinute = Math.max(report.mostCallsInAMinute, callTimes.length);
    recordRecovery();
    await machine.pause(between(20, 900));
    if (isDown) throw new TypeError("fetch failed");
    if (random() >= FAILURE_RATE) return Response.json({ token: mint(0) });
    const kind = ["broken", "network", "500", "hangs", "expired"][between(0, 4)];
    count(`answer: ${kind}`);
    if (kind === "broken") return new Response("<!doctype html>", { headers: { "Content-Type": "text/html" } });
    if (kind === "network") throw new TypeError("fetch failed");
    if (kind === "500") return Response.json({ error: "Internal Server Error" }, { status: 500 });
    if (kind === "expired") return Response.json({ token: mint(between(LIFETIME, 3 * LIFETIME)) });
    return new Promise((_resolve, reject) => {
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
    });
  };

  function recordRecovery(): void {
    if (reconnection === null || isDown) return;
    const { at, hasEvent } = reconnection;
    const seconds = (machine.serverNow() - at) / SECOND;
    // If the engine needed no call when the network returned, the elapsed time does not measure recovery.
    if (engine.getSnapshot().status === "error") {
      const key = hasEvent ? "withEvent" : "withoutEvent";
      report.longestRecovery[key] = Math.max(report.longestRecovery[key], seconds);
    }
    reconnection = null;
  }

  const engine = createTokenEngine({
    baseUrl: "https://cloud.example",
    tokenSource: backendTokenSource({ url: "https://app.example/token", key: null }),
    clock: machine,
    random,
    fetch: fetchToken,
    onEvent: ({ type }) => {
      if (type === "refresh_failed") report.failedCalls += 1;
      if (type === "breaker_opened" || type === "expired") count(type);
    },
  });

  function read(): void {
    report.reads += 1;
    const startedAt = machine.serverNow();
    engine.getToken().then(
      (token) => {
        const { exp } = JSON.parse(atob(token?.split(".")[1] ?? ""));
        const remaining = exp - machine.serverNow() / SECOND;
        report.shortestRemaining = Math.min(report.shortestRemaining, remaining);
        if (remaining <= 0) report.expiredTokens += 1;
        report.served += 1;
        if (machine.serverNow() > startedAt) report.waited += 1;
      },
      () => {
        if (isDown || reconnection !== null) report.excused += 1;
        else report.refused += 1;
      },
    );
  }

  let awakeSeconds = 0;
  const countIdealCalls = () => {
    report.idealCalls += Math.ceil(awakeSeconds / SECONDS_IN_USE);
    awakeSeconds = 0;
  };

  async function sleep(seconds: number): Promise<void> {
    count(seconds > LIFETIME ? "long sleep" : "short sleep");
    if (seconds > LIFETIME) countIdealCalls();
    else awakeSeconds += seconds;
    // Sleep does not count as recovery time, because the engine cannot run.
    if (reconnection !== null) reconnection.at += seconds * SECOND;
    await machine.sleep(seconds * SECOND, { monotonicStops: random() < 0.5 });
    if (options.signals && random() < 0.5) page.dispatchEvent(new Event("visibilitychange"));
  }

  async function second(): Promise<void> {
    read();
    await machine.run(SECOND);
  }

  async function offline(seconds: number): Promise<void> {
    const hasEvent = options.signals && random() < 0.5;
    count(`offline, ${hasEvent ? "with event" : "without event"}, ${seconds > LIFETIME ? "long" : "short"}`);
    if (seconds > LIFETIME) countIdealCalls();
    isDown = true;
    reconnection = null;
    if (hasEvent) browser.onLine = false;
    for (let passed = 0; passed < seconds; passed += 1) await second();
    isDown = false;
    reconnection = { at: machine.serverNow(), hasEvent };
    if (seconds <= LIFETIME) awakeSeconds += seconds;
    if (!hasEvent) return;
    browser.onLine = true;
    globalThis.window.dispatchEvent(new Event("online"));
  }

  try {
    while (machine.serverNow() < Date.parse("2026-01-01T00:00:00Z") + DAY * SECOND) {
      const draw = random() * DAY;
      if (draw < 20) await sleep(between(20, 50));
      else if (draw < 30) await sleep(between(LIFETIME + 10, 3_600));
      else if (draw < 45) await offline(between(2, 100));
      else if (draw < 52) await offline(between(LIFETIME + 10, 900));
      else {
        awakeSeconds += 1;
        await second();
      }
    }
    countIdealCalls();
    return report;
  } finally {
    engine.dispose();
    vi.unstubAllGlobals();
  }
}
