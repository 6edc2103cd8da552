import { afterEach, describe, expect, it } from "vitest";
import { faultRows } from "./ambient-apis.ts";
import { breakApi, type Fault } from "./break-api.ts";
import { createCloud } from "./simulated-cloud.ts";
import { installPlatform, restorePlatform } from "./simulated-platform.ts";
import { type Experience, loadPackage, usePlatform } from "./use-platform.ts";

afterEach(restorePlatform);

const full: Experience = {
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
  leftOver: { timers: 0, listeners: 0, channels: 0, locks: 0 },
  escaped: [],
};

const noCost: Partial<Experience> = {};
const alone = { calls: 2 };
const noReplay = { sent: full.sent.slice(0, 1) };
const leaves = (what: Partial<Record<keyof Experience["leftOver"], unknown>>) =>
  ({ leftOver: { ...full.leftOver, ...what } }) as Partial<Experience>;
const some = expect.any(Number);
const forgetsVisitor = { visitors: { onePage: 1, nextPage: 2 } };
const asleep = (...targets: (keyof Experience["wakes"])[]) => ({
  wakes: { ...full.wakes, ...Object.fromEntries(targets.map((target) => [target, false])) },
});
const offline = (first: string) => ({
  ...asleep("document", "window"),
  first,
  calls: 0,
  refreshesAhead: false,
  sent: [],
  visitors: { onePage: 0, nextPage: 0 },
});

const outageOf: Record<Fault, string> = {
  "is missing": "configuration",
  "throws on access": "network",
  "throws on construction": "network",
  "throws on use": "network",
  rejects: "network",
  "never settles": "source_timeout",
};

const rows = faultRows<Experience>({
  AbortController: (fault) => (fault === "throws on use" ? { aborts: false } : noCost),
  "AbortController.prototype.abort": { aborts: false },
  BroadcastChannel: (fault) => (fault === "throws on use" ? { ...alone, ...leaves({ channels: some }) } : alone),
  "BroadcastChannel.prototype.postMessage": alone,
  "BroadcastChannel.prototype.close": leaves({ channels: some }),
  navigator: alone,
  "navigator.locks": alone,
  localStorage: forgetsVisitor,
  "localStorage.getItem": forgetsVisitor,
  "localStorage.setItem": forgetsVisitor,
  window: asleep("window"),
  "window.addEventListener": asleep("window"),
  "window.removeEventListener": leaves({ listeners: some }),
  document: asleep("document"),
  "document.addEventListener": asleep("document"),
  "document.removeEventListener": leaves({ listeners: some }),
  // The engine detects a sleep by the wall clock. The monotonic clock may stop during a sleep.
  "Date.now": asleep("document", "window"),
  setTimeout: { refreshesAhead: false, hang: null },
  clearTimeout: leaves({ timers: some }),
  Request: (fault) => (fault === "throws on use" ? noReplay : noCost),
  "Request.prototype.clone": noReplay,
  fetch: (fault) => offline(outageOf[fault]),
});

describe(`F46 an engine on a platform with one of ${rows.length} faults`, () => {
  it.each(rows)("if $api $fault, the engine loses only the features that need $api", async ({ api, fault, cost }) => {
    const cloud = createCloud();
    const platform = installPlatform({ fetch: cloud.fetch });
    const pack = await loadPackage();
    breakApi(api, fault, api.startsWith("response.") ? cloud : globalThis);
    const experience = await usePlatform(pack, platform, cloud);
    // Restore the platform, because Vitest needs it to print a failed assertion.
    restorePlatform();
    expect(experience).toEqual({ ...full, ...cost });
  });
});
