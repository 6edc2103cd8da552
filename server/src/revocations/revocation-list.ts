import type { Identity } from "../base/identity.ts";
import { Refusal } from "../base/refusal.ts";
import type { RevocationKind } from "./revocation.ts";

/** The assumed maximum difference between the clocks of two server processes, in whole seconds. */
const CLOCK_TOLERANCE_SECONDS = 2;

/**
 * The maximum age of the cached revocations when a process issues a token, in milliseconds. It is half of the clock
 * tolerance. Another process may have stored a revocation that the cache does not contain yet. That revocation also
 * rejects the new token, because the token's `iat` is within the tolerance. The other half of the tolerance allows for
 * the difference between the clocks.
 */
export const MAX_AGE_TO_ISSUE_MS = (CLOCK_TOLERANCE_SECONDS * 1000) / 2;

/** The fields of a stored revocation that decide which tokens are rejected. */
export interface RevokedSubject {
  readonly kind: RevocationKind;
  readonly subject: string;
  readonly issuedBefore: Date;
}

/**
 * The revocations in the memory of this process. The list contains only revocations that may affect unexpired tokens.
 * The time of a revocation is its `issuedBefore`. A lookup takes constant time.
 */
export interface RevocationList {
  /**
   * Throws `token_revoked` if a workspace token was issued before a revocation of its user, workspace or project. Also
   * rejects an `iat` up to 2 seconds after the revocation, because the clocks of server processes may differ.
   *
   * @param issuedAt the token's `iat`, in seconds
   */
  checkWorkspaceToken(identity: Identity, issuedAt: unknown): void;
  /**
   * Throws `token_revoked` if a provider's ID token was issued before a revocation of its user, workspace or project.
   * If there is such a revocation, also rejects a token without `iat`, because its age is unknown. The provider has set
   * `iat`. The check therefore needs no tolerance for differences between the clocks of this server's processes.
   *
   * @param issuedAt the token's `iat`, in seconds
   */
  checkIdToken(identity: Identity, issuedAt: unknown): void;
  /**
   * Throws `token_revoked` if an anonymous visitor's first visit was before a revocation of the visitor, the visitor's
   * workspace or the project.
   *
   * @param startedAt the time of the first visit
   */
  checkVisitor(identity: Identity, startedAt: Date): void;
  /**
   * Returns the time of the latest revocation that affects a user in a workspace; null if there is no such revocation.
   * The unit is milliseconds since the epoch.
   */
  latestRevocationTime(identity: Identity): number | null;
  /**
   * Returns the minimum `iat` of a new workspace token, in seconds; 0 if any `iat` is allowed. Directly after a
   * revocation, the minimum is up to 3 seconds in the future. The revocation rejects every earlier `iat`.
   */
  minimumIat(identity: Identity): number;
  /**
   * The latest revocation times, in milliseconds since the epoch. `user` and `workspace` map each id to its time.
   * `project` is the time of the latest revocation of the whole project; negative infinity if there is no such
   * revocation. The signed list is built from these times.
   */
  readonly entries: Readonly<Record<"user" | "workspace", ReadonlyMap<string, number>>> & { readonly project: number };
}

/** Creates the {@link RevocationList} of stored revocations. */
export function createRevocationList(rows: readonly RevokedSubject[]): RevocationList {
  const user = new Map<string, number>();
  const workspace = new Map<string, number>();
  let project = Number.NEGATIVE_INFINITY;
  for (const { kind, subject, issuedBefore } of rows) {
    const moment = issuedBefore.getTime();
    if (kind === "project") project = Math.max(project, moment);
    else (kind === "user" ? user : workspace).set(subject, moment);
  }
  const isEmpty = rows.length === 0;

  const latestTimeOf = ({ userId, workspaceId }: Identity): number =>
    isEmpty
      ? Number.NEGATIVE_INFINITY
      : Math.max(
          project,
          user.get(userId) ?? Number.NEGATIVE_INFINITY,
          workspace.get(workspaceId) ?? Number.NEGATIVE_INFINITY,
        );

  return {
    checkWorkspaceToken(identity, issuedAt) {
      if (isOlder(issuedAt, latestRevokedIat(latestTimeOf(identity)))) throw new Refusal("token_revoked");
    },
    checkIdToken(identity, issuedAt) {
      if (isRevokedIdToken(issuedAt, latestTimeOf(identity))) throw new Refusal("token_revoked");
    },
    checkVisitor(identity, startedAt) {
      if (startedAt.getTime() < latestTimeOf(identity)) throw new Refusal("token_revoked");
    },
    latestRevocationTime(identity) {
      const moment = latestTimeOf(identity);
      return moment === Number.NEGATIVE_INFINITY ? null : moment;
    },
    minimumIat: (identity) => Math.max(0, latestRevokedIat(latestTimeOf(identity)) + 1),
    entries: { user, workspace, project },
  };
}

/**
 * Returns the latest `iat` that a revocation rejects, in seconds: 2 seconds after the revocation. A process whose clock
 * is ahead may have issued a token with such an `iat` even before the revocation.
 *
 * @param moment the time of the revocation, in milliseconds since the epoch
 */
export function latestRevokedIat(moment: number): number {
  return toSeconds(moment) + CLOCK_TOLERANCE_SECONDS;
}

/**
 * Returns whether an ID token was issued before a revocation, or in the same second. If there is a revocation, also
 * returns true for a token without `iat`.
 *
 * @param issuedAt the token's `iat`, in seconds
 * @param moment the time of the revocation, in milliseconds since the epoch; negative infinity for no revocation
 */
export const isRevokedIdToken = (issuedAt: unknown, moment: number): boolean => isOlder(issuedAt, toSeconds(moment));

const toSeconds = (moment: number) => Math.floor(moment / 1000);

function isOlder(issuedAt: unknown, last: number): boolean {
  if (last === Number.NEGATIVE_INFINITY) return false;
  return typeof issuedAt !== "number" || issuedAt < last + 1;
}
