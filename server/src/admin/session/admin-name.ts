import { z } from "zod";
import { settingRefusal } from "../../base/setting-refusal.ts";

/** The default name of the first admin. */
export const FIRST_ADMIN = "admin";

const SHAPE = "must have 1 to 40 of a to z, 0 to 9, dot, hyphen and underscore, and start with a letter or digit";

/**
 * The schema of an admin's name. It converts the name to lower case. It accepts only ASCII, because letters of other
 * scripts can look the same. It rejects `@`, so that an email address cannot be a name.
 */
export const adminName = z
  .string("Enter a name")
  .trim()
  .min(1, "Enter a name")
  .max(64, `A name ${SHAPE}`)
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, `A name ${SHAPE}`);

/** Returns an admin's name, trimmed and in lower case. Throws `invalid_setting` if the name is invalid. */
export function readAdminName(name: string): string {
  const read = adminName.safeParse(name);
  if (read.success) return read.data;
  throw settingRefusal("option_invalid", { field: "name", problem: SHAPE, remedy: "Use another name." });
}
