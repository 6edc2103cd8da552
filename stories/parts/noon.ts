/** What the clock reads in every story whose time stands still. */
export const NOON = new Date("2026-01-01T12:00:00Z");
