import type { FastClock } from "./fast-clock.ts";
import type { Act, Answer } from "./steps.ts";
import type { Tab, TabCall } from "./tab.ts";

/** The functions that the scenarios call on the simulated browser. */
export interface ScenarioParts {
  clock: FastClock;
  act(step: Act): void;
  answer(call: TabCall, kind: Answer): void;
  /** Records that a tab's user has again asked for a token. */
  recordUserRequest(tab: Tab): void;
  committed(): Tab[];
  waiting(): TabCall[];
  /** Returns the tab of the most recent {@link Act}. */
  lastTab(): Tab | undefined;
  isClockSet(): boolean;
  report(fault: string): void;
}

/** Creates the steps that consist of several acts. A random sequence would rarely contain these acts in a row. */
export function createScenarios(parts: ScenarioParts) {
  const { clock, act, answer, recordUserRequest, committed, waiting, report } = parts;
  const callOf = (tab: Tab | undefined) => waiting().find((call) => call.tab === tab);

  return {
    async storm(tab: number, times: number, last: Answer): Promise<void> {
      for (let time = 1; time <= times; time += 1) {
        act({ do: "force", tab });
        await clock.settle();
        const call = callOf(parts.lastTab());
        if (call) answer(call, time < times ? "fresh" : last);
        await clock.settle();
      }
    },

    async outage(times: number, kind: Answer): Promise<void> {
      for (let time = 1; time <= times; time += 1) {
        for (const call of waiting()) answer(call, kind);
        await clock.settle();
        await clock.advance(61_000);
      }
    },

    /**
     * Ends a user's session in all tabs. Then the user signs in again in one tab. Reports a fault if another of the
     * user's tabs stays signed out. Ignores tabs that had no token before the sign-out, and tabs that cannot receive
     * messages.
     */
    async signInAgain(at: number): Promise<void> {
      act({ do: "force", tab: at });
      const tab = parts.lastTab();
      await clock.settle();
      const ending = callOf(tab);
      if (tab === undefined || ending === undefined) return;
      answer(ending, "signed_out");
      await clock.advance(5_000);
      recordUserRequest(tab);
      tab.renew();
      await clock.advance(1_000);
      const renewing = callOf(tab);
      if (renewing === undefined) return;
      answer(renewing, "fresh");
      await clock.settle();
      // To order the token and the sign-out, the engine compares times of the clock. Skip runs that changed the clock.
      if (tab.engine.peek() === null || !tab.isListening() || parts.isClockSet()) return;
      for (const each of committed()) {
        if (each.user !== tab.user || !each.hadToken || !each.isListening() || each.engine.peek() !== null) continue;
        report("5: a tab stays signed out, although its user signed in again in another");
      }
    },
  };
}
