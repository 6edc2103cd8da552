import { type Command, InvalidArgumentError } from "commander";
import { AuthorityError } from "../base/authority-error.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { hasDatabase } from "../storage/data-folder.ts";
import { folderOf, type OpenStorageOptions, openStorage } from "../storage/open-storage.ts";

export interface CommonOptions {
  data: string;
  project: string;
  json?: boolean;
}

/** Adds the options that most commands share: `--data`, `--project` and `--json`. */
export function addCommonOptions(command: Command): Command {
  return command
    .option("--data <folder>", "folder of the embedded database; DATABASE_URL overrides it", ".data/authority")
    .option("--project <id>", "id of the project", "default")
    .option("--json", "print JSON");
}

/** Opens the database that the options and the environment select. */
export function openChosenStorage(options: Pick<CommonOptions, "data">): Promise<AuthorityStorage> {
  return openStorage(...chosenDatabase(options));
}

/** Returns the arguments of `openStorage` for the database that the options and the environment select. */
export function chosenDatabase({ data }: Pick<CommonOptions, "data">): [string, OpenStorageOptions] {
  const listenUrl = process.env["DATABASE_LISTEN_URL"];
  return [process.env["DATABASE_URL"] || data, listenUrl ? { listenUrl } : {}];
}

/**
 * Throws `not_found` if the options select a folder without a database. A command that only reads calls this function
 * first, because opening such a folder would create a database.
 */
export function requireDatabase(options: Pick<CommonOptions, "data">): void {
  const folder = folderOf(chosenDatabase(options)[0]);
  if (folder === null || hasDatabase(folder)) return;
  throw new AuthorityError("not_found", `${folder} contains no database.`, "Correct --data.");
}

/**
 * Returns a parser for an option whose value is a whole number from `min` to `max`. The parser throws for any other
 * text.
 */
export function wholeNumber(min: number, max: number) {
  return (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

/** Appends a value to the earlier values of an option that may be repeated. */
export const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];
