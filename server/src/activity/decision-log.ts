import type { Decision } from "../events/decision.ts";
import { createMinuteCounts, type MinuteCount } from "./minute-counts.ts";

/** The filter that selects decisions about token requests. */
export interface DecisionFilter {
  outcome?: Decision["outcome"];
  route?: Decision["route"];
  /** Selects the decisions in which the auth rule or API key with this id admitted the caller. Default: all. */
  by?: string;
  /**
   * Selects the decisions that are older than the decision with this id. Default: the list starts at the newest
   * decision.
   */
  before?: number;
  /** The maximum number of decisions, 1 or more. Default: `capacity`, the log's maximum per outcome. */
  limit?: number;
}

/**
 * The latest decisions that this process made about token requests. They are kept in memory only, so a restart clears
 * them.
 */
export interface DecisionLog {
  /** The maximum number of decisions that the log keeps per outcome. */
  readonly capacity: number;
  /** The time at which this log began to count decisions, in milliseconds since the epoch. */
  readonly since: number;
  add(decision: Omit<Decision, "id">): void;
  /** Returns the decisions that match the filter, newest first. */
  list(filter?: DecisionFilter): Decision[];
  /** Returns the number of token requests per outcome in each minute of the last hour, oldest minute first. */
  perMinute(): MinuteCount[];
}

/**
 * Creates a {@link DecisionLog}. It has one ring buffer for the decisions of each outcome, so memory use is bounded.
 *
 * @param capacity the maximum number of decisions per outcome; with 0, the log only counts decisions
 * @param now the wall clock, in milliseconds since the epoch
 */
export function createDecisionLog(capacity: number, now: () => number): DecisionLog {
  // Each outcome has its own ring buffer, so a flood of refusals does not evict the entries of issued tokens.
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
