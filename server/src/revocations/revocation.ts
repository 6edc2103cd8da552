import type { Attribution } from "../changes/audit-entry.ts";

/** Whose tokens a revocation ends: one user's, one workspace's, or those of the whole project. */
export const REVOCATION_KINDS = ["user", "workspace", "project"] as const;

/** Whose tokens a revocation ends. */
export type RevocationKind = (typeof REVOCATION_KINDS)[number];

/** The input of `revocations.add`. */
export interface RevocationInput {
  kind: RevocationKind;
  /** The id of the user or workspace; left out for the whole project. */
  subject?: string;
  /** Tokens issued before this moment are refused. Default: now. */
  issuedBefore?: Date;
}

/** A stored revocation. */
export interface Revocation {
  id: string;
  kind: RevocationKind;
  /** The id of the user or workspace; null for the whole project. */
  subject: string | null;
  issuedBefore: Date;
  /** The API key or auth rule that asked for it, else `admin`, `cli` or `program`. */
  createdBy: string;
  createdAt: Date;
  /** From then on no token can be older than `issuedBefore`, and the row may be deleted. */
  expiresAt: Date;
}

/** Who asks for a revocation. */
export type RevocationAttribution = Attribution & {
  /** The id of the API key or auth rule. Default: the name of the admin, else the actor. */
  readonly id?: string;
};
