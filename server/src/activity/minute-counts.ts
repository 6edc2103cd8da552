import type { DecisionOutcome } from "../events/decision.ts";

const MINUTE_MS = 60_000;
const MINUTES = 60;

/** The number of decisions of each outcome in one minute. */
export interface MinuteCount {
  /** The start of the minute, in milliseconds since the epoch. */
  readonly at: number;
  readonly issued: number;
  readonly refused: number;
  readonly error: number;
}

/** Counts the decisions in each minute of the last hour. */
export interface MinuteCounts {
  add(outcome: DecisionOutcome, at: number): void;
  /**
   * Returns the counts of 60 minutes, oldest first. The last minute contains the time `at`. Minutes without decisions
   * are included.
   */
  read(at: number): MinuteCount[];
}

/**
 * Creates {@link MinuteCounts} with 60 slots. Two minutes that are an hour apart use the same slot. The first decision
 * in a minute resets the slot of that minute, so no timer is needed.
 */
export function createMinuteCounts(): MinuteCounts {
  const slots = Array.from({ length: MINUTES }, () => ({ minute: -1, issued: 0, refused: 0, error: 0 }));
  const slotOf = (minute: number) => slots[((minute % MINUTES) + MINUTES) % MINUTES];
  return {
    add(outcome, at) {
      const minute = Math.floor(at / MINUTE_MS);
      const slot = slotOf(minute);
      if (slot === undefined) return;
      if (slot.minute !== minute) Object.assign(slot, { minute, issued: 0, refused: 0, error: 0 });
      slot[outcome]++;
    },
    read(at) {
      const last = Math.floor(at / MINUTE_MS);
      return Array.from({ length: MINUTES }, (_, index) => {
        const minute = last - MINUTES + 1 + index;
        const slot = slotOf(minute);
        const { issued, refused, error } = slot?.minute === minute ? slot : { issued: 0, refused: 0, error: 0 };
        return { at: minute * MINUTE_MS, issued, refused, error };
      });
    },
  };
}
