import type { z } from "zod";
import { AuthorityError, isAuthorityError } from "../base/authority-error.ts";

const MAX_FAULTS = 5;
const PROTOTYPE_KEYS = ["__proto__", "constructor", "prototype"];

/**
 * Parses a JSON text, validates it with a schema and returns the schema's output. Rejects property names such as
 * `__proto__`, because they could change a prototype. The error contains the paths of the first five invalid fields.
 *
 * @param what the name of the document in error messages
 * @throws `invalid_setting`
 */
export function readJson<Schema extends z.ZodType>(json: string, schema: Schema, what: string): z.output<Schema> {
  let value: unknown;
  try {
    // Some editors save a file with a byte order mark, which JSON does not allow.
    value = JSON.parse(json.replace(/^\uFEFF/, ""), (key, inner: unknown) => {
      if (PROTOTYPE_KEYS.includes(key)) throw forbiddenKeyError(key, what);
      return inner;
    });
  } catch (cause) {
    if (isAuthorityError(cause)) throw cause;
    throw new AuthorityError("invalid_setting", `${what} is not JSON.`, "Correct it; JSON has no comments.", {
      cause,
    });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap(byField).slice(0, MAX_FAULTS);
  const text = faults.map(({ path, message }) => `\`${pathOf(path)}\` ${message}`).join("; ");
  throw new AuthorityError("invalid_setting", `${what}: ${text}.`, "Correct the fields at these paths.");
}

const forbiddenKeyError = (key: string, what: string) =>
  new AuthorityError(
    "invalid_setting",
    `${what} contains the key \`${key}\`, which is not allowed.`,
    "Remove the key.",
  );

/**
 * Returns the problems that a zod issue reports, each with the path of its field. For all unknown fields of an object,
 * zod reports a single issue with the path of the object. This function returns one problem for each unknown field.
 */
export function byField(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string }[] {
  const { path, message } = issue;
  if (issue.code !== "unrecognized_keys") return [{ path, message }];
  return issue.keys.map((key) => ({ path: [...path, key], message: "is an unknown field" }));
}

/** Formats a path as in JavaScript: `rules[0].jwksUrl`. */
function pathOf(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`));
  return steps.join("").replace(/^\./, "") || "(document)";
}
