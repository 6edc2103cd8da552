import type { HealthCheck } from "./check-health.ts";

/** How many checks are remembered one by one. */
export const KEPT_CHECKS = 40;

/** What the checks so far have shown. */
export interface HealthHistory {
  /** The latest, oldest first; at least one. */
  checks: readonly HealthCheck[];
  /** The latest. */
  last: HealthCheck;
  /** The first check that found it as it is now. */
  since: number;
  /** The latest check that found it up; null when none did. */
  lastUpAt: number | null;
  /** How long the outage before this lasted, as far as checks can tell, in milliseconds; null when there was none. */
  wasAwayMs: number | null;
}

/** Adds a check to the history, which begins with the first. */
export function recordCheck(before: HealthHistory | undefined, check: HealthCheck): HealthHistory {
  const isUp = check.problem === null;
  const wasUp = before === undefined ? isUp : before.last.problem === null;
  const turned = before !== undefined && wasUp !== isUp;
  return {
    checks: [...(before?.checks ?? []), check].slice(-KEPT_CHECKS),
    last: check,
    since: before === undefined || turned ? check.at : before.since,
    lastUpAt: isUp ? check.at : (before?.lastUpAt ?? null),
    wasAwayMs: turned && isUp ? check.at - before.since : (before?.wasAwayMs ?? null),
  };
}
