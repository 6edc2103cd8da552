import { z } from "zod";
import { settingRefusal } from "../base/setting-refusal.ts";

/** The documentation; the package does not contain it. */
const DOCS_URL = "https://github.com/assistant-cloud-auth/assistant-cloud-auth/blob/main/docs";

/** A schema of a callback. */
export const functionOf = <T extends (...args: never[]) => unknown>() =>
  z.custom<T>((value) => typeof value === "function", "must be a function");

/** Checks options by their schema; throws `invalid_setting` that names the first wrong option. */
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

/** The issue of the union member that came nearest; zod reports the union as a whole. */
function innermost(issue: z.core.$ZodIssue): Pick<z.core.$ZodIssue, "path" | "message"> {
  if (issue.code !== "invalid_union") return issue;
  const inner = issue.errors.flat().find(({ path }) => path.length > 0);
  return inner === undefined ? issue : { path: [...issue.path, ...inner.path], message: inner.message };
}
