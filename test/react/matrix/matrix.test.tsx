import { readFileSync } from "node:fs";
import { render } from "@testing-library/react";
import * as entry from "assistant-cloud-auth";
import { version } from "react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createChannelClass, createLockManager } from "../../support/simulated-browser.ts";
import { watchListeners } from "../watch-listeners.ts";
import { createAppDriver } from "./app-driver.tsx";
import { answerThreads } from "./cloud.ts";
import { hooks } from "./hooks.tsx";
import { hasActivity, settings } from "./settings.tsx";
import { situations } from "./situations.ts";

const release = /^\d+\.\d+\.\d+/.exec(version)?.[0] ?? version;
const isReact18 = release.startsWith("18.");
const rows = hooks.flatMap((hook) =>
  settings.map((setting) => [`${hook.name}, ${setting.name}`, hook, setting] as const),
);
/** Returns whether an export renders its children in some auth states: a component that needs no error and no options. */
const isGate = (name: string) => /^(Auth(?!Error)|Unauth)/.test(name);
const size = rows.length * situations.length;

// React adds listeners of its own on the first render, so render once before counting.
beforeAll(() => render(<p />).unmount());
beforeAll(() => console.log(`React matrix: ${size} cells in React ${release}`));

let leftovers: () => unknown[] = () => [];
beforeEach(() => {
  const Channel = createChannelClass();
  const locks = createLockManager();
  vi.stubGlobal("BroadcastChannel", Channel);
  Object.defineProperty(navigator, "locks", { configurable: true, value: locks });
  vi.stubGlobal("fetch", answerThreads);
  const listeners = [window, document].map(watchListeners);
  leftovers = () => [
    ...listeners.flatMap((present) => [...present]),
    ...new Array(Channel.count).fill("channel"),
    ...new Array(locks.counts().held + locks.counts().waiting).fill("lock"),
  ];
});
afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, "locks");
});

/**
 * Removes reports about caught errors from the recorded calls of `console.error`. React 18 writes these reports,
 * because it has no `onCaughtError`.
 */
function dropReportsOfCaughtErrors(): void {
  const { calls } = vi.mocked(console.error).mock;
  const others = calls.filter(([text]) => !String(text).startsWith("The above error occurred in the <Reader>"));
  calls.splice(0, calls.length, ...others);
}

describe(`React ${release}: ${size} combinations of ${hooks.length} hooks, ${settings.length} settings, ${situations.length} situations`, () => {
  describe.each(situations)("the situation: $name", (situation) => {
    it.each(rows)("%s: token requests end as expected and leave no listener or lock", async (_name, hook, setting) => {
      const driver = createAppDriver(hook, setting);
      await situation.run(driver);
      // Without a user, useProviderTokenSource passes no key, so tabs share no tokens.
      const sharesTokens = hook.name !== "useProviderTokenSource" || situation.name !== "sign-out";
      expect(leftovers().includes("channel")).toBe(sharesTokens);
      const outcomes = await driver.end(leftovers);
      expect(situation.outcomes).toEqual(expect.arrayContaining(outcomes));
      expect(driver.callCount()).toBe(situation.calls(driver));
      if (isReact18 && hook.throws && situation.name === "error") dropReportsOfCaughtErrors();
    });
  });

  it(hasActivity ? "includes <Activity>" : "does not include <Activity>, which React 18 does not have", () => {
    expect(hasActivity).toBe(!isReact18);
  });

  it("the matrix contains every hook and gate of `.`, and useAssistantCloud", () => {
    const exported = Object.keys(entry).filter((name) => /^use[A-Z]/.test(name) || isGate(name));
    const tested = new Set(hooks.map(({ name }) => name.split(" ")[0]));
    expect([...tested].sort()).toEqual([...exported, "useAssistantCloud"].sort());
  });

  it("docs/platforms.md states the number of combinations that this file tests", () => {
    expect(readFileSync("docs/platforms.md", "utf8")).toContain(`${size} cells in React ${release}`);
  });
});
