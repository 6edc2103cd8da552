import { readFile } from "node:fs/promises";
import { AuthorityError } from "../base/authority-error.ts";

/** Reads a file whose path is a command-line argument. Throws `invalid_setting` if the file cannot be read. */
export async function readText(file: string): Promise<string> {
  return readFile(file, "utf8").catch((cause: unknown) => {
    throw unusableFileError(file, "cannot be read", cause);
  });
}

/** Creates the error for an unusable file whose path is a command-line argument. */
export function unusableFileError(file: string, problem: string, cause: unknown): AuthorityError {
  return new AuthorityError("invalid_setting", `The file ${file} ${problem}.`, "Correct its path.", { cause });
}
