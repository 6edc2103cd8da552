import { createHash } from "node:crypto";

/** The `typ` of the signed list of revocations, so that no other JWT passes for one (RFC 8725 §3.11). */
export const REVOCATION_LIST_TYPE = "aui-revocations+jwt";

/** How long a workspace token lives at most, in seconds; older revocations concern none. */
export const LONGEST_WORKSPACE_TOKEN_SECONDS = 3600;

/** The claims of the signed list. A token is refused when its `iat` is not later than the number beside its subject. */
export interface RevocationListClaims {
  readonly iss: string;
  readonly project_id: string;
  readonly iat: number;
  /** For all tokens of the project; null for none. */
  readonly project: number | null;
  /** By {@link hashSubject}. */
  readonly users: Readonly<Record<string, number>>;
  readonly workspaces: Readonly<Record<string, number>>;
}

/** Returns the list's key for a user or workspace: 132 bits of SHA-256, so that the list contains no id. */
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
