import type { z } from "zod";
import type { FieldMessages } from "./admin-answers.ts";

/**
 * Matches the prefix `rule.` or `input.` of a field's path in a request body. The dashboard's forms look up a message
 * by the field's name without this prefix.
 */
const ENVELOPE = /^(rule|input)\./;

/** Returns the first error message of each field. The key `""` contains a message about the whole request. */
export function toFieldMessages(error: z.ZodError): FieldMessages {
  const fields = new Map<string, string>();
  for (const issue of error.issues) {
    const names = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    const message = issue.code === "unrecognized_keys" ? "Unknown field" : issue.message;
    for (const path of names) {
      const name = path.map(String).join(".").replace(ENVELOPE, "");
      if (!fields.has(name)) fields.set(name, message);
    }
  }
  return Object.fromEntries(fields);
}
