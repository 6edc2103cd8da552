import { type Command, InvalidArgumentError } from "commander";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { type OpenStorageOptions, openStorage } from "../storage/open-storage.ts";

/** Options that every command has. */
export interface CommonOptions {
  data: string;
  project: string;
  json?: boolean;
}

/** Adds the options that every command has. */
export function addCommonOptions(command: Command): Command {
  return command
    .option("--data <folder>", "folder of the embedded database; DATABASE_URL wins over it", ".data/authority")
    .option("--project <id>", "project id, a part of API keys and tokens", "default")
    .option("--json", "print JSON");
}

/** Opens the database that the options and the environment name. */
export function openChosenStorage(options: Pick<CommonOptions, "data">): Promise<AuthorityStorage> {
  return openStorage(...chosenDatabase(options));
}

/** The database that the options and the environment name, as `openStorage` takes it. */
export function chosenDatabase({ data }: Pick<CommonOptions, "data">): [string, OpenStorageOptions] {
  const listenUrl = process.env["DATABASE_LISTEN_URL"];
  return [process.env["DATABASE_URL"] || data, listenUrl ? { listenUrl } : {}];
}

/** Reads a whole number of an option. */
export function wholeNumber(min: number, max: number) {
  return (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

/** Gathers an option that may be given several times. */
export const gather = (value: string, before: readonly string[] = []): string[] => [...before, value];
