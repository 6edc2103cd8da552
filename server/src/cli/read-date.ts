import { InvalidArgumentError } from "commander";

/**
 * Converts the text of a command-line option to a date. Throws `InvalidArgumentError` if the text is not a date in the
 * format of ISO 8601, or names a day that does not exist, such as 2027-02-30.
 */
export function readDate(text: string): Date {
  const date = new Date(text);
  const [, day = ""] = /^(\d{4}-\d{2}-\d{2})(?!\d)/.exec(text) ?? [];
  if (Number.isNaN(date.getTime()) || !isDay(day)) {
    throw new InvalidArgumentError("It must be a date, such as 2027-01-31T00:00:00Z.");
  }
  return date;
}

/** Returns whether a day exists. `Date` converts 2027-02-30 to March 2. */
function isDay(day: string): boolean {
  const date = new Date(day);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
