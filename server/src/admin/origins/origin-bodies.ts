import { z } from "zod";
import { readAllowedOrigin } from "../../base/allowed-origin.ts";

const origin = z
  .string("Enter an origin")
  .refine(
    (text) => readAllowedOrigin(text) !== null,
    "Must be https://host, https://*.host, http://localhost or an app's origin, such as capacitor://localhost",
  );

/** The body of `PUT /admin/api/origins`: the complete new list. */
export const originsBody = z.strictObject({ origins: z.array(origin).max(32, "Must have at most 32 entries") });
export type OriginsBody = z.input<typeof originsBody>;

/** The response to `GET` and `PUT /admin/api/origins`. */
export interface OriginsResponse {
  /**
   * The stored origins, in canonical form. If this list and `fixed` are both empty, pages of every origin may call the
   * authority.
   */
  origins: string[];
  /** The origins that the options of this process allow. The admin API cannot change them. */
  fixed: string[];
  /** Warnings about origins such as `https://*.com`, which allow pages of unknown owners. */
  warnings: { message: string; remedy: string }[];
}
