import { z } from "zod";
import { settingRefusal } from "../../base/setting-refusal.ts";

/** The name of the first admin, unless the set-up form says otherwise. */
export const FIRST_ADMIN = "admin";

const SHAPE = "must have 1 to 40 of a to z, 0 to 9, dot, hyphen and underscore, and begin with a letter or digit";

/**
 * An admin's name as it is sent: letters of any case. Without `@`, so that no e-mail address becomes a name, and without look-alikes
 * of other scripts.
 */
export const adminName = z
  .string("Enter a name")
  .trim()
  .min(1, "Enter a name")
  .max(64, `A name ${SHAPE}`)
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, `A name ${SHAPE}`);

/** Reads the name of an admin; throws `invalid_setting`. */
export function readAdminName(name: string): string {
  const read = adminName.safeParse(name);
  if (read.success) return read.data;
  throw settingRefusal("option_invalid", { field: "name", problem: SHAPE, remedy: "Take another name." });
}
