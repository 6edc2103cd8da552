import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { faultRows } from "./ambient-apis.ts";
import { breakApi, type Fault } from "./break-api.ts";
import { exercisePlatform, loadPackage, type PlatformObservations } from "./exercise-platform.ts";
import { createCloud } from "./simulated-cloud.ts";
import { installPlatform, restorePlatform } from "./simulated-platform.ts";

beforeAll(() => console.log(`platform table of the engine: ${rows.length} faults`));
afterEach(restorePlatform);

const unaffected: PlatformObservations = {
  first: "authenticated",
  calls: 1,
  refreshesAhead: true,
  wakes: { document: true, window: true },
  hang: "source_timeout",
  aborts: true,
  sent: [
    { status: 401, body: "whole" },
    { status: 200, body: "whole" },
  ],
  visitors: { onePage: 1, nextPage: 1 },
  exchange: { status: "authenticated", onePage: 1, nextPage: 1 },
  warnings: 2,
  leftOver: { timers: 0, listeners: 0, channels: 0, locks: 0 },
  escaped: [],
};

const noCost: Partial<PlatformObservations> = {};
const withoutSharing = { calls: 2 };
const leavesBehind = (what: Partial<Record<keyof PlatformObservations["leftOver"], unknown>>) =>
  ({ leftOver: { ...unaffected.leftOver, ...what } }) as Partial<PlatformObservations>;
const anyNumber = expect.any(Number);
const forgetsVisitor = { visitors: { onePage: 1, nextPage: 2 } };
const forgetsRoute = { exchange: { status: "authenticated", onePage: 1, nextPage: 2 } };
const asleep = (...targets: (keyof PlatformObservations["wakes"])[]) => ({
  wakes: { ...unaffected.wakes, ...Object.fromEntries(targets.map((target) => [target, false])) },
});
const offline = (first: string) => ({
  ...asleep("document", "window"),
  first,
  calls: 0,
  refreshesAhead: false,
  sent: [],
  visitors: { onePage: 0, nextPage: 0 },
  exchange: { status: first, onePage: 0, nextPage: 0 },
});

const outageOf: Partial<Record<Fault, string>> = {
  "is missing": "configuration",
  "throws on access": "network",
  "throws on construction": "network",
  "throws on use": "network",
  rejects: "network",
  "never settles": "source_timeout",
};

const rows = faultRows<PlatformObservations>({
  AbortController: (fault) => (fault === "throws on use" ? { aborts: false } : noCost),
  "AbortController.prototype.abort": { aborts: false },
  BroadcastChannel: (fault) =>
    fault === "throws on use" ? { ...withoutSharing, ...leavesBehind({ channels: anyNumber }) } : withoutSharing,
  "BroadcastChannel.prototype.postMessage": withoutSharing,
  "BroadcastChannel.prototype.close": leavesBehind({ channels: anyNumber }),
  navigator: withoutSharing,
  "navigator.locks": withoutSharing,
  localStorage: (fault) => (fault === "throws on enumeration" ? noCost : forgetsVisitor),
  "localStorage.getItem": forgetsVisitor,
  "localStorage.setItem": forgetsVisitor,
  sessionStorage: forgetsRoute,
  "sessionStorage.getItem": forgetsRoute,
  "sessionStorage.setItem": forgetsRoute,
  window: asleep("window"),
  "window.addEventListener": asleep("window"),
  "window.removeEventListener": leavesBehind({ listeners: anyNumber }),
  document: asleep("document"),
  "document.addEventListener": asleep("document"),
  "document.removeEventListener": leavesBehind({ listeners: anyNumber }),
  // The engine detects a sleep by the wall clock. The monotonic clock may stop during a sleep.
  "Date.now": asleep("document", "window"),
  setTimeout: { refreshesAhead: false, hang: null },
  console: { warnings: 0 },
  "console.warn": { warnings: 0 },
  clearTimeout: leavesBehind({ timers: anyNumber }),
  fetch: (fault) => offline(outageOf[fault] ?? ""),
});

describe(`F46 an engine on a platform with one of ${rows.length} faults`, () => {
  it.each(rows)("if $api $fault, the engine loses only the features that need $api", async ({ api, fault, cost }) => {
    const cloud = createCloud();
    const platform = installPlatform({ fetch: cloud.fetch });
    const packages = [await loadPackage(), await loadPackage()] as const;
    breakApi(api, fault, api.startsWith("response.") ? cloud : globalThis);
    const observed = await exercisePlatform(packages, platform, cloud);
    // Restore the platform, because Vitest needs it to print a failed assertion.
    restorePlatform();
    expect(observed).toEqual({ ...unaffected, ...cost });
  });
});
