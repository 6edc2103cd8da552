import type { Decision } from "../events/decision.ts";
import { createMinuteCounts, type MinuteCount } from "./minute-counts.ts";

/** Which decisions are read. */
export interface DecisionFilter {
  outcome?: Decision["outcome"];
  route?: Decision["route"];
  /** Only those by this rule or key, by id. */
  by?: string;
  /** Only those older than the one with this id. Default: from the newest. */
  before?: number;
  /** How many at most, 1 or more. Default: all that are kept. */
  limit?: number;
}

/** The last decisions of this process, in memory alone: gone at a restart, and of no other process. */
export interface DecisionLog {
  /** How many are kept. */
  readonly capacity: number;
  /** From when on it has counted, in milliseconds since the epoch. */
  readonly since: number;
  add(decision: Omit<Decision, "id">): void;
  /** Newest first. */
  list(filter?: DecisionFilter): Decision[];
  /** Issued, refused and failed per minute of the last hour, oldest first. */
  perMinute(): MinuteCount[];
}

/**
 * Makes a {@link DecisionLog}: a ring, so that an entry costs one write and no memory grows.
 *
 * @param capacity how many decisions are kept; with 0 they are only counted
 * @param now the wall clock, in milliseconds
 */
export function createDecisionLog(capacity: number, now: () => number): DecisionLog {
  const ring: Decision[] = [];
  const counts = createMinuteCounts();
  const since = now();
  let added = 0;
  return {
    capacity,
    since,
    add(decision) {
      counts.add(decision.outcome, decision.at);
      if (capacity === 0) return;
      ring[added % capacity] = { id: added + 1, ...decision };
      added++;
    },
    list({ outcome, route, by, before = Number.POSITIVE_INFINITY, limit = capacity } = {}) {
      const found: Decision[] = [];
      for (let index = added - 1; index >= Math.max(0, added - capacity) && found.length < limit; index--) {
        const decision = ring[index % capacity];
        if (decision === undefined || decision.id >= before) continue;
        if (outcome !== undefined && decision.outcome !== outcome) continue;
        if (route !== undefined && decision.route !== route) continue;
        if (by !== undefined && decision.by?.id !== by) continue;
        found.push(decision);
      }
      return found;
    },
    perMinute: () => counts.read(now()),
  };
}
