import { AssistantCloudAuthError } from "../core/errors.ts";
import { findIdFault, findMissingPart } from "../core/ids.ts";

/**
 * For whom, and for which workspace, a token is minted. Each id has 1 to 255 characters up to U+00FF, none of them
 * whitespace or a control character, and no part that is the word `undefined`, `null` or `NaN`.
 */
export interface TokenIdentity {
  /** Whose threads are seen: a user's own id, or a shared or composed one such as `org_id:user_id`. */
  workspaceId: string;
  /** The signed-in user's stable id. */
  userId: string;
}

const emptyRemedies = {
  userId:
    "Pass the id of the signed-in user (Auth.js has none in the session until its `session` callback adds it). " +
    "When nobody is signed in, mint nothing and answer 401.",
  workspaceId: "Pass the workspace to work in, such as the user's id or `org_id:user_id`.",
};

/** Checks both ids before anything is sent; throws `configuration` with the remedy. */
export function assertTokenIdentity(identity: unknown): asserts identity is TokenIdentity {
  const ids = (typeof identity === "object" && identity !== null ? identity : {}) as Record<string, unknown>;
  for (const name of ["workspaceId", "userId"] as const) {
    const id = ids[name];
    const fault = findIdFault(id) ?? findHeaderFault(String(id));
    if (fault === null) continue;
    const absent = id === undefined || id === null || id === "" || findMissingPart(String(id)) !== null;
    throw new AssistantCloudAuthError("configuration", `\`${name}\` ${fault}.`, {
      remedy: absent ? emptyRemedies[name] : "Pass a stable id as your auth provider gives it, or encode it first.",
    });
  }
}

/** The ids travel as header values, one byte a character; `fetch` throws on any other. */
function findHeaderFault(id: string): string | null {
  return /[\u{100}-\u{10ffff}]/u.test(id) ? "must not contain characters beyond U+00FF, which no header carries" : null;
}
