import { InvalidArgumentError } from "commander";

/** Returns the date that an option's value names. Throws `InvalidArgumentError` if the value is not a date. */
export function readDate(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError("It must be a date, such as 2027-01-31T00:00:00Z.");
  return date;
}
