import { AssistantCloudAuthError } from "../core/errors.ts";
import { findIdFault, findMissingPart } from "../core/ids.ts";

/**
 * The user and workspace of a new token. Each id has 1 to 255 characters up to U+00FF. An id must not contain
 * whitespace, control characters or invisible characters. Separators such as `:` divide an id into parts. A part must
 * not be the text of a missing value: `undefined`, `null`, `NaN`, or an object's text such as `[object Object]`.
 */
export interface TokenIdentity {
  /**
   * The id of the workspace whose threads the token can access. It can be the user's id, the id of a workspace that
   * several users share, or an id with several parts, such as `org_id:user_id`.
   */
  workspaceId: string;
  /** The stable id of the signed-in user. */
  userId: string;
}

const emptyRemedies = {
  userId:
    "Pass the signed-in user's id (with Auth.js, add it to the session in the `session` callback). " +
    "When no user is signed in, respond with 401 instead of minting.",
  workspaceId: "Pass the id of a workspace, such as the user's id or `org_id:user_id`.",
};

/** Throws `configuration` unless both ids are valid. */
export function assertTokenIdentity(identity: unknown): asserts identity is TokenIdentity {
  const ids = (typeof identity === "object" && identity !== null ? identity : {}) as Record<string, unknown>;
  for (const name of ["workspaceId", "userId"] as const) {
    const id = ids[name];
    const fault = findIdFault(id) ?? findHeaderFault(String(id));
    if (fault === null) continue;
    const absent = id === undefined || id === null || id === "" || findMissingPart(String(id)) !== null;
    throw new AssistantCloudAuthError("configuration", `\`${name}\` ${fault}.`, {
      remedy: absent ? emptyRemedies[name] : "Pass the stable id that your auth provider returns, or encode it.",
    });
  }
}

/**
 * Returns why an id cannot be a header value; null for a valid header value. `fetch` accepts only characters of one
 * byte.
 */
function findHeaderFault(id: string): string | null {
  return /[\u{100}-\u{10ffff}]/u.test(id)
    ? "must not contain characters beyond U+00FF, which a header cannot contain"
    : null;
}
