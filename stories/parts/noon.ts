/** The time of every story with a frozen clock. */
export const NOON = new Date("2026-01-01T12:00:00Z");
