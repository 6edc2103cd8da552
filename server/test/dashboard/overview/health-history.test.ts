import { describe, expect, it } from "vitest";
import { type HealthHistory, KEPT_CHECKS, recordCheck } from "../../../dashboard/overview/health/health-history.ts";

const up = (at: number) => ({ at, tookMs: 1, problem: null });
const down = (at: number) => ({ at, tookMs: 1, problem: "No response." });
const record = (...checks: { at: number; tookMs: number; problem: string | null }[]) =>
  checks.reduce<HealthHistory | undefined>(recordCheck, undefined);

describe("the history of health checks", () => {
  it("the current state starts at the time of the first health check that found this state", () => {
    expect(record(up(10), up(20), up(30))).toMatchObject({ since: 10, lastUpAt: 30, outageMs: null });
    expect(record(up(10), up(20), down(30), down(40))).toMatchObject({ since: 30, lastUpAt: 20, outageMs: null });
  });

  it("if every health check failed, the time of the last response is null", () => {
    expect(record(down(10), down(20))).toMatchObject({ since: 10, lastUpAt: null, outageMs: null });
  });

  it("an outage lasts from its first failed check until the next successful check", () => {
    expect(record(up(10), down(20), down(30), up(45), up(50))).toMatchObject({ since: 45, outageMs: 25 });
    expect(record(down(0), up(10), down(20), up(23))).toMatchObject({ since: 23, outageMs: 3 });
  });

  it("dropping old health checks does not change the start of the current state", () => {
    const many = Array.from({ length: 3 * KEPT_CHECKS }, (_, index) => up(100 + index));
    const history = record(down(1), ...many);
    expect(history).toMatchObject({ since: 100, outageMs: 99 });
    expect(history?.checks).toHaveLength(KEPT_CHECKS);
    expect(history?.checks.at(-1)).toBe(history?.last);
  });
});
