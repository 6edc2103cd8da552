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
  /** How many of each outcome are kept. */
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
 * Makes a {@link DecisionLog}: a ring for each outcome, so that an entry costs one write and no memory grows.
 *
 * @param capacity how many decisions of each outcome are kept; with 0 they are only counted
 * @param now the wall clock, in milliseconds
 */
export function createDecisionLog(capacity: number, now: () => number): DecisionLog {
  // One for each outcome, so that a flood of refusals does not push out what was issued.
  const rings: Record<Decision["outcome"], Decision[]> = { issued: [], refused: [], error: [] };
  const written = { issued: 0, refused: 0, error: 0 };
  const counts = createMinuteCounts();
  const since = now();
  let added = 0;
  return {
    capacity,
    since,
    add(decision) {
      counts.add(decision.outcome, decision.at);
      if (capacity === 0) return;
      const { outcome } = decision;
      rings[outcome][written[outcome]++ % capacity] = { id: ++added, ...decision };
    },
    list({ outcome, route, by, before = Number.POSITIVE_INFINITY, limit = capacity } = {}) {
      const chosen = outcome === undefined ? Object.values(rings).flat() : [...rings[outcome]];
      return chosen
        .filter(
          (decision) =>
            decision.id < before &&
            (route === undefined || decision.route === route) &&
            (by === undefined || decision.by?.id === by),
        )
        .sort((one, other) => other.id - one.id)
        .slice(0, limit);
    },
    perMinute: () => counts.read(now()),
  };
}
