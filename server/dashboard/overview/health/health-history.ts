import type { HealthCheck } from "./check-health.ts";

/** The maximum number of checks in the history. */
export const KEPT_CHECKS = 40;

/** The results of the health checks since the page was opened. */
export interface HealthHistory {
  /** The latest checks, oldest first. Contains at least one. */
  checks: readonly HealthCheck[];
  last: HealthCheck;
  /** The time of the check that first found the current state (up or down), in milliseconds since the epoch. */
  since: number;
  /**
   * The time of the last check that found the authority up, in milliseconds since the epoch. Null if every check found
   * the authority down.
   */
  lastUpAt: number | null;
  /** The measured duration of the last outage, in milliseconds; null if no outage has ended yet. */
  outageMs: number | null;
}

/** Adds a check to a copy of the history. Without a history, starts one that contains only the check. */
export function recordCheck(before: HealthHistory | undefined, check: HealthCheck): HealthHistory {
  const isUp = check.problem === null;
  const wasUp = before === undefined ? isUp : before.last.problem === null;
  const turned = before !== undefined && wasUp !== isUp;
  return {
    checks: [...(before?.checks ?? []), check].slice(-KEPT_CHECKS),
    last: check,
    since: before === undefined || turned ? check.at : before.since,
    lastUpAt: isUp ? check.at : (before?.lastUpAt ?? null),
    outageMs: turned && isUp ? check.at - before.since : (before?.outageMs ?? null),
  };
}
