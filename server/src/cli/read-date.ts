import { InvalidArgumentError } from "commander";

/** Converts the text of a command-line option to a date. Throws `InvalidArgumentError` if the text is not a date. */
export function readDate(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError("It must be a date, such as 2027-01-31T00:00:00Z.");
  return date;
}
