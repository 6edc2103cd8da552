import type { z } from "zod";
import type { AuthorityError } from "../../base/authority-error.ts";
import type { FieldMessages } from "./admin-faults.ts";

/** Around the fields of some bodies; forms know the fields alone, and so do the messages of the settings. */
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

/**
 * The field that a refused setting names, as every such message does: "The … was not …: `field` is …".
 *
 * @returns the problem and its remedy under that field's name, or under an empty one
 */
export function fieldOfSetting({ message, remedy }: AuthorityError): FieldMessages {
  const [, field = "", problem = ""] = /(?:^|: )`([\w.]+)`,? ?([\s\S]*)$/.exec(message) ?? [];
  if (field === "") return { "": `${message} ${remedy}` };
  const sentence = problem.charAt(0).toUpperCase() + problem.slice(1).replace(/\.$/, "");
  return { [field]: `${sentence}. ${remedy}` };
}
