import type { HealthCheck } from "./check-health.ts";

/** The maximum number of checks in the history. */
export const KEPT_CHECKS = 40;

/** The results of the checks so far. */
export interface HealthHistory {
  /** The latest checks, oldest first; at least one. */
  checks: readonly HealthCheck[];
  /** The latest check. */
  last: HealthCheck;
  /** The time at which a check first found the current state, in milliseconds since the epoch. */
  since: number;
  /** The time at which a check last found the authority up, in milliseconds since the epoch; null if none did. */
  lastUpAt: number | null;
  /** The measured duration of the last outage, in milliseconds; null if the history contains no outage. */
  outageMs: number | null;
}

/** Returns the history with a check added, or a new history that starts with the check. */
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
