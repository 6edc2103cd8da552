import { createHash } from "node:crypto";

/** The `typ` of the signed list of revocations, which prevents confusion with other JWTs (RFC 8725 §3.11). */
export const REVOCATION_LIST_TYPE = "aui-revocations+jwt";

/** The maximum lifetime of a workspace token, in seconds. A revocation that is older affects no token. */
export const LONGEST_WORKSPACE_TOKEN_SECONDS = 3600;

/**
 * The claims of the signed list. Its values are times in seconds since the epoch. A verifier refuses a token whose
 * `iat` is not later than the time of the token's project, user or workspace.
 */
export interface RevocationListClaims {
  readonly iss: string;
  readonly project_id: string;
  readonly iat: number;
  /** The time for all tokens of the project; null when the project's tokens are not revoked. */
  readonly project: number | null;
  /** Times, by the {@link hashSubject} of the user. */
  readonly users: Readonly<Record<string, number>>;
  readonly workspaces: Readonly<Record<string, number>>;
}

/** Returns the list's key for a user or workspace: 132 bits of a SHA-256 hash, so the list contains no ids. */
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
