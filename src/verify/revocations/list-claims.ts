import { createHash } from "node:crypto";

/** The `typ` of the signed list of revocations. This `typ` prevents confusion with other JWTs (RFC 8725 §3.11). */
export const REVOCATION_LIST_TYPE = "aui-revocations+jwt";

/**
 * The maximum lifetime of a workspace token, in seconds. After this time, a revocation has no effect, because all
 * tokens that it revoked have expired.
 */
export const LONGEST_WORKSPACE_TOKEN_SECONDS = 3600;

/**
 * The claims of the signed list of revocations. Each revocation of a user, workspace or project is a time in seconds
 * since the epoch. A verifier refuses a token of that user, workspace or project if the token was issued at or before
 * that time.
 */
export interface RevocationListClaims {
  readonly iss: string;
  readonly project_id: string;
  readonly iat: number;
  /** The latest `iat` of the project's revoked tokens; null if the last hour had no project-wide revocation. */
  readonly project: number | null;
  /** The latest `iat` of each user's revoked tokens. The key is the user's {@link hashSubject}. */
  readonly users: Readonly<Record<string, number>>;
  readonly workspaces: Readonly<Record<string, number>>;
}

/**
 * Returns the key for a user or workspace, which is 132 bits of a SHA-256 hash. The list of revocations contains these
 * keys instead of the ids of users and workspaces.
 */
export function hashSubject(
  { issuer, projectId }: { issuer: string; projectId: string },
  kind: "user" | "workspace",
  id: string,
): string {
  return createHash("sha256")
    .update(JSON.stringify([issuer, projectId, kind, id]))
    .digest("base64url")
    .slice(0, 22);
}
