import { z } from "zod";
import { findIdFault } from "../../../src/core/ids.ts";
import type { Revocation, RevocationInput } from "./revocation.ts";

const id = z.string().superRefine((text, context) => {
  const fault = findIdFault(text);
  if (fault !== null) context.addIssue(fault);
});

/**
 * The schema of the body of `POST /v1/auth/revocations`. A body with the id of a user or workspace revokes the tokens
 * of that user or workspace. A body that contains only a time revokes the tokens of the whole project.
 */
export const revocationBody = z
  .strictObject({
    user_id: id.optional(),
    workspace_id: id.optional(),
    issued_before: z.iso
      .datetime({ offset: true })
      .meta({ description: "Required without user and workspace. Default: now." })
      .optional(),
  })
  .refine(
    ({ user_id, workspace_id }) => user_id === undefined || workspace_id === undefined,
    "must name a user or a workspace, not both",
  )
  .refine(
    ({ user_id, workspace_id, issued_before }) => (user_id ?? workspace_id ?? issued_before) !== undefined,
    "must name a user, a workspace or issued_before",
  );

/** Converts the body of a request to the input of `revocations.add`. */
export function toRevocationInput({
  user_id,
  workspace_id,
  issued_before,
}: z.output<typeof revocationBody>): RevocationInput {
  const moment = issued_before === undefined ? {} : { issuedBefore: new Date(issued_before) };
  if (user_id !== undefined) return { kind: "user", subject: user_id, ...moment };
  if (workspace_id !== undefined) return { kind: "workspace", subject: workspace_id, ...moment };
  return { kind: "project", ...moment };
}

/** Converts a stored revocation to the JSON body of a response. */
export function toRevocationAnswer({ id, kind, subject, issuedBefore, createdBy, createdAt, expiresAt }: Revocation) {
  return {
    id,
    user_id: kind === "user" ? subject : null,
    workspace_id: kind === "workspace" ? subject : null,
    issued_before: issuedBefore.toISOString(),
    created_by: createdBy,
    created_at: createdAt.toISOString(),
    expires_at: expiresAt.toISOString(),
  };
}
