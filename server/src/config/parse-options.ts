import { z } from "zod";
import { AuthorityError } from "../base/authority-error.ts";
import { DOCS_URL } from "../base/docs-url.ts";

/** A schema of a callback. */
export const functionOf = <T extends (...args: never[]) => unknown>() =>
  z.custom<T>((value) => typeof value === "function", "must be a function");

/** Checks options by their schema; throws `invalid_setting` that names the first wrong option. */
export function parseOptions<Schema extends z.ZodType>(schema: Schema, options: unknown): z.output<Schema> {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const issue = result.error.issues.map(innermost)[0];
  const name = issue === undefined || issue.path.length === 0 ? "The options" : `\`${issue.path.join(".")}\``;
  throw invalidSetting(
    `${name} of createAuthority(): ${issue?.message ?? "invalid"}.`,
    `Correct that option. ${DOCS_URL}/authority/settings.md lists the unit, range and default of each.`,
  );
}

export function invalidSetting(message: string, remedy: string): AuthorityError {
  return new AuthorityError("invalid_setting", message, remedy);
}

/** The issue of the union member that came nearest; zod reports the union as a whole. */
function innermost(issue: z.core.$ZodIssue): Pick<z.core.$ZodIssue, "path" | "message"> {
  if (issue.code !== "invalid_union") return issue;
  const inner = issue.errors.flat().find(({ path }) => path.length > 0);
  return inner === undefined ? issue : { path: [...issue.path, ...inner.path], message: inner.message };
}
