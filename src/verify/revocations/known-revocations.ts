import type { VerifiedWorkspace } from "../verified-workspace.ts";
import { hashSubject, LONGEST_WORKSPACE_TOKEN_SECONDS, type RevocationListClaims } from "./list-claims.ts";

/** The revocations that a verifier has received. */
export interface KnownRevocations {
  /** Adds the revocations of a list. For each user, workspace and project, the latest revocation applies. */
  add(list: RevocationListClaims): void;
  /** Returns whether a token was issued at or before a revocation of its user, workspace or project. */
  isRevoked(token: VerifiedWorkspace): boolean;
}

/**
 * Creates an empty {@link KnownRevocations}. Each call of `add` first drops the revocations that affect only expired
 * tokens.
 *
 * @param now the wall clock, in milliseconds since the epoch
 */
export function createKnownRevocations(now: () => number): KnownRevocations {
  const projects = new Map<string, number>();
  const subjects = new Map<string, number>();

  const raise = (map: Map<string, number>, key: string, last: unknown) => {
    if (typeof last === "number") map.set(key, Math.max(last, map.get(key) ?? 0));
  };
  function dropExpired(): void {
    const oldest = now() / 1000 - LONGEST_WORKSPACE_TOKEN_SECONDS;
    for (const map of [projects, subjects]) for (const [key, last] of map) if (last < oldest) map.delete(key);
  }

  return {
    add({ project_id, project, users, workspaces }) {
      dropExpired();
      raise(projects, project_id, project);
      for (const list of [users, workspaces])
        for (const [hash, last] of Object.entries(list)) raise(subjects, hash, last);
    },
    isRevoked(token) {
      const isOld = (last: number | undefined) => last !== undefined && token.issuedAt <= last;
      if (isOld(projects.get(token.projectId))) return true;
      if (subjects.size === 0) return false;
      return (
        isOld(subjects.get(hashSubject(token, "user", token.userId))) ||
        isOld(subjects.get(hashSubject(token, "workspace", token.workspaceId)))
      );
    },
  };
}
