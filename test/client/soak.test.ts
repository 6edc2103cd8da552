import { describe, expect, it } from "vitest";
import { runSoak, type SoakReport } from "./soak/run-soak.ts";

/** The seed of the simulated day. To simulate another day: `SOAK_SEED=7 npx vitest run test/client/soak.test.ts`. */
const SEED = Number(process.env["SOAK_SEED"] ?? 20_260_101);

// A drift of two seconds an hour is 560 parts per million, ten times that of an unsynchronized quartz clock.
const machines = [
  { name: "a wall clock that gains 2 s an hour", wallDrift: 2_000, signals: true },
  { name: "a wall clock 290 s fast that loses 2 s an hour", wallError: 290_000, wallDrift: -2_000, signals: true },
  { name: "both clocks losing 2 s an hour", wallDrift: -2_000, monotonicDrift: -2_000, signals: true },
  {
    name: "a wall clock 10 min slow, both clocks gaining 2 s an hour, without page events",
    wallError: -600_000,
    wallDrift: 2_000,
    monotonicDrift: 2_000,
    signals: false,
  },
];

describe(`F44 a day with a read every second, 5 % failed source calls, sleeps and outages (SOAK_SEED=${SEED})`, () => {
  const reports: SoakReport[] = [];

  it.each(machines)(
    "with $name, the engine returns no expired token and makes at most ten source calls a minute",
    async ({ name: _, ...machine }) => {
      const report = await runSoak(SEED + reports.length, machine);
      reports.push(report);
      const summary = `seed ${SEED}: ${JSON.stringify(report)}`;
      expect(report.expiredTokens, summary).toBe(0);
      expect(report.shortestRemaining, summary).toBeGreaterThan(3);
      // Each failed attempt may cause one more call. Nothing else may cause extra calls.
      expect(report.calls, summary).toBeLessThanOrEqual(1.1 * report.idealCalls + report.failedCalls);
      expect(report.mostCallsInAMinute, summary).toBeLessThanOrEqual(10);
      // While the circuit breaker is open, each failed attempt (5 % of all) causes up to 90 s without a token. Four
      // failures in a row cause the loss of 0.4 % of a day.
      expect(report.served / (report.served + report.refused), summary).toBeGreaterThanOrEqual(0.99);
      // With an `online` event, the engine spreads its retries over 1 s. Without the event, the circuit breaker makes
      // its next attempt after 90 s at the latest.
      expect(report.longestRecovery.withEvent, summary).toBeLessThanOrEqual(1 + 1);
      expect(report.longestRecovery.withoutEvent, summary).toBeLessThanOrEqual(90 + 1);
    },
  );

  it("at least 99.8 % of all `getToken()` calls outside outages succeed", () => {
    const sum = (figure: "served" | "refused") => reports.reduce((total, report) => total + report[figure], 0);
    expect(reports).toHaveLength(machines.length);
    expect(sum("served") / (sum("served") + sum("refused"))).toBeGreaterThanOrEqual(0.998);
    // Check that all faults occurred, because days without faults would prove nothing.
    const kinds = new Set(reports.flatMap(({ occurrences }) => Object.keys(occurrences)));
    for (const answer of ["broken", "network", "500", "hangs", "expired"]) expect(kinds).toContain(`answer: ${answer}`);
    for (const kind of [
      "long sleep",
      "short sleep",
      "offline, with event, long",
      "offline, without event, long",
      "expired",
    ]) {
      expect(kinds).toContain(kind);
    }
  });
});
