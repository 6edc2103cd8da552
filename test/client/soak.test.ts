import { describe, expect, it } from "vitest";
import { runSoak, type SoakReport } from "./soak/run-soak.ts";

/** Another day each: `SOAK_SEED=7 npx vitest run test/client/soak.test.ts`. */
const SEED = Number(process.env["SOAK_SEED"] ?? 20_260_101);

// Two seconds an hour is 560 parts in a million, ten times what a quartz does when it is left alone.
const machines = [
  { name: "a wall clock that gains 2 s an hour", wallDrift: 2_000, signals: true },
  { name: "a wall clock 290 s fast that loses 2 s an hour", wallError: 290_000, wallDrift: -2_000, signals: true },
  { name: "both clocks losing 2 s an hour", wallDrift: -2_000, monotonicDrift: -2_000, signals: true },
  {
    name: "a wall clock 10 min slow, both gaining 2 s an hour, no signals of a page",
    wallError: -600_000,
    wallDrift: 2_000,
    monotonicDrift: 2_000,
    signals: false,
  },
];

describe(`F44 a day with a read every second, 5 % failures, sleeps and offline spells (SOAK_SEED=${SEED})`, () => {
  const reports: SoakReport[] = [];

  it.each(machines)("serves no dead token and spares the source on $name", async ({ name: _, ...machine }) => {
    const report = await runSoak(SEED + reports.length, machine);
    reports.push(report);
    const told = `seed ${SEED}: ${JSON.stringify(report)}`;
    expect(report.dead, told).toBe(0);
    expect(report.leastLife, told).toBeGreaterThan(3);
    // Each failed attempt may be made up for by one more; nothing else may cost a call.
    expect(report.calls, told).toBeLessThanOrEqual(1.1 * report.idealCalls + report.failedCalls);
    expect(report.mostCallsInAMinute, told).toBeLessThanOrEqual(10);
    // Each attempt that fails once the breaker is open, one in twenty, costs up to 90 s; four in a row cost 0.4 % of a day.
    expect(report.served / (report.served + report.refused), told).toBeGreaterThanOrEqual(0.99);
    // Told, it spreads over 1 s; untold, the breaker looks again after 90 s at the latest.
    expect(report.longestRecovery.told, told).toBeLessThanOrEqual(1 + 1);
    expect(report.longestRecovery.untold, told).toBeLessThanOrEqual(90 + 1);
  });

  it("serves 998 of 1,000 reads outside outages over all these days, whatever the seed", () => {
    const sum = (figure: "served" | "refused") => reports.reduce((total, report) => total + report[figure], 0);
    expect(reports).toHaveLength(machines.length);
    expect(sum("served") / (sum("served") + sum("refused"))).toBeGreaterThanOrEqual(0.998);
    // Quiet days would show nothing.
    const kinds = new Set(reports.flatMap(({ happened }) => Object.keys(happened)));
    for (const answer of ["broken", "network", "500", "hangs", "expired"]) expect(kinds).toContain(`answer: ${answer}`);
    for (const kind of ["long sleep", "short sleep", "offline, told, long", "offline, untold, long", "expired"]) {
      expect(kinds).toContain(kind);
    }
  });
});
