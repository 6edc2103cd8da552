import type { z } from "zod";
import type { FieldMessages } from "./admin-answers.ts";

/** Around the fields of some bodies; forms know the fields alone, and so do refusals of settings. */
const ENVELOPE = /^(rule|input)\./;

/** The first thing that is wrong with each field; what is wrong with none in particular stands under an empty name. */
export function toFieldMessages(error: z.ZodError): FieldMessages {
  const fields = new Map<string, string>();
  for (const issue of error.issues) {
    const names = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    const message = issue.code === "unrecognized_keys" ? "This field is not known" : issue.message;
    for (const path of names) {
      const name = path.map(String).join(".").replace(ENVELOPE, "");
      if (!fields.has(name)) fields.set(name, message);
    }
  }
  return Object.fromEntries(fields);
}
