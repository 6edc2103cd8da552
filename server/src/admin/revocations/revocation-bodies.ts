import { z } from "zod";
import { findIdFault } from "../../../../src/core/ids.ts";
import { REVOCATION_KINDS, type Revocation } from "../../revocations/revocation.ts";
import type { JsonOf } from "../http/json-of.ts";

/** The body of `POST /admin/api/revocations`. */
export const revocationBody = z
  .strictObject({
    kind: z.enum(REVOCATION_KINDS),
    /** The id of the user or workspace; omitted for the whole project. */
    subject: z
      .string("Enter an id")
      .superRefine((text, context) => {
        const fault = findIdFault(text);
        if (fault !== null) context.addIssue(`An id ${fault}`);
      })
      .optional(),
  })
  .refine(({ kind, subject }) => (kind === "project") === (subject === undefined), {
    path: ["subject"],
    message: "Enter an id, or none to sign out everyone",
  });
export type RevocationBody = z.input<typeof revocationBody>;

export type RevocationJson = JsonOf<Revocation>;
/** The response to `GET /admin/api/revocations`: the latest 100 revocations, newest first. */
export interface RevocationListResponse {
  revocations: RevocationJson[];
}
