import {
  hashSubject,
  LONGEST_WORKSPACE_TOKEN_SECONDS,
  type RevocationListClaims,
} from "../../../src/verify/revocations/list-claims.ts";
import { sha256 } from "../base/sha256.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import { latestRevokedIat, type RevocationList } from "../revocations/revocation-list.ts";
import type { SigningKeySet } from "./signing-keys.ts";

/**
 * How long a signed list is reused, in milliseconds. After this time, the server signs even an unchanged list again,
 * because verifiers determine the age of a list from its `iat`.
 */
const RESIGN_MS = 60_000;

/** The signed list of revocations that verifiers fetch: a JWT and its ETag. */
export interface SignedRevocations {
  readonly text: string;
  readonly etag: string;
}

/**
 * Creates the function that signs a project's list of revocations. The function returns the same signed list for at
 * most a minute. It signs again earlier if the list or the signing keys have changed. The signed list contains hashes
 * of the ids of users and workspaces, not the ids.
 */
export function createRevocationSigner(
  settings: Pick<AuthoritySettings, "issuer" | "projectId" | "now">,
): (list: RevocationList, keys: SigningKeySet) => Promise<SignedRevocations> {
  let last: { list: RevocationList; keys: SigningKeySet; at: number; signed: Promise<SignedRevocations> } | null = null;

  async function sign(list: RevocationList, keys: SigningKeySet): Promise<SignedRevocations> {
    const text = await keys.active.signRevocations(claimsOf(list, settings));
    return { text, etag: `"${sha256(text)}"` };
  }

  return (list, keys) => {
    const at = settings.now();
    const isCurrent = last?.list === list && last.keys === keys && at >= last.at && at - last.at < RESIGN_MS;
    if (last === null || !isCurrent) last = { list, keys, at, signed: sign(list, keys) };
    return last.signed;
  };
}

function claimsOf(
  { entries }: RevocationList,
  { issuer, projectId, now }: Pick<AuthoritySettings, "issuer" | "projectId" | "now">,
): RevocationListClaims {
  const iat = Math.floor(now() / 1000);
  const mayAffectValidTokens = (last: number) => last >= iat - LONGEST_WORKSPACE_TOKEN_SECONDS;
  const hashesOf = (kind: "user" | "workspace") =>
    Object.fromEntries(
      [...entries[kind]]
        .map(([id, moment]) => [id, latestRevokedIat(moment)] as const)
        .filter(([, last]) => mayAffectValidTokens(last))
        .map(([id, last]) => [hashSubject({ issuer, projectId }, kind, id), last]),
    );
  const project = latestRevokedIat(entries.project);
  return {
    iss: issuer,
    project_id: projectId,
    iat,
    project: mayAffectValidTokens(project) ? project : null,
    users: hashesOf("user"),
    workspaces: hashesOf("workspace"),
  };
}
