import type { Attribution } from "../changes/audit-entry.ts";

/** The kinds of subjects that a revocation can have: a user, a workspace or the whole project. */
export const REVOCATION_KINDS = ["user", "workspace", "project"] as const;

/** The kind of a revocation's subject. */
export type RevocationKind = (typeof REVOCATION_KINDS)[number];

/** The input of `revocations.add`. */
export interface RevocationInput {
  kind: RevocationKind;
  /** The id of the user or workspace; omitted for the whole project. */
  subject?: string;
  /** Tokens issued before this time are rejected. Default: now. */
  issuedBefore?: Date;
}

/** A stored revocation. */
export interface Revocation {
  id: string;
  kind: RevocationKind;
  /** The id of the user or workspace; null for the whole project. */
  subject: string | null;
  issuedBefore: Date;
  /** The id of the API key or auth rule that created the revocation; otherwise `admin`, `cli` or `program`. */
  createdBy: string;
  createdAt: Date;
  /** The time when all affected tokens have expired, so that the row may be deleted. */
  expiresAt: Date;
}

/** The author of a revocation. */
export type RevocationAttribution = Attribution & {
  /** The id of the API key or auth rule. Default: the name of the admin; without an admin, the actor. */
  readonly id?: string;
};
