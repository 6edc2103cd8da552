import { z } from "zod";
import { settingRefusal } from "../base/setting-refusal.ts";

/** The URL of the documentation pages. The npm package does not include them. */
const DOCS_URL = "https://github.com/assistant-cloud-auth/assistant-cloud-auth/blob/main/docs";

/** Returns a schema that accepts any function. */
export const functionOf = <T extends (...args: never[]) => unknown>() =>
  z.custom<T>((value) => typeof value === "function", "must be a function");

/** Validates options with their schema. Throws `invalid_setting` with the first invalid option. */
export function parseOptions<Schema extends z.ZodType>(schema: Schema, options: unknown): z.output<Schema> {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const issue = result.error.issues.map(innermost)[0];
  throw settingRefusal("authority_option_invalid", {
    field: issue?.path.join(".") || null,
    problem: issue?.message ?? "invalid",
    remedy: `Correct that option. ${DOCS_URL}/authority/settings.md lists the unit, range and default of each.`,
  });
}

/**
 * Returns the path and the message to report for an issue. If a value fits no alternative of a union, zod reports one
 * issue, which contains the inner issues of all alternatives. The function then returns the first inner issue about a
 * field inside the value. If all inner issues are about the value itself, the function returns the outer issue.
 */
function innermost(issue: z.core.$ZodIssue): Pick<z.core.$ZodIssue, "path" | "message"> {
  if (issue.code !== "invalid_union") return issue;
  const inner = issue.errors.flat().find(({ path }) => path.length > 0);
  return inner === undefined ? issue : { path: [...issue.path, ...inner.path], message: inner.message };
}
