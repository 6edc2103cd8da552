import { z } from "zod";
import { readAllowedOrigin } from "../../base/allowed-origin.ts";

const origin = z
  .string("Enter an origin")
  .refine((text) => readAllowedOrigin(text) !== null, "Must be https://host, https://*.host or http://localhost");

/** The body of `PUT /admin/api/origins`: all that are to be stored. */
export const originsBody = z.strictObject({ origins: z.array(origin).max(32, "May be 32 at most") });
export type OriginsBody = z.input<typeof originsBody>;

/** The answer to `GET` and `PUT /admin/api/origins`. */
export interface OriginsAnswer {
  /** The stored ones, in their one form. With none here and none in `fixed`, every page may call. */
  origins: string[];
  /** Those that the process was started with; they cannot be changed here. */
  fixed: string[];
  /** What lets anyone's pages call, such as `https://*.com`. */
  warnings: { message: string; remedy: string }[];
}
