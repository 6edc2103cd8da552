import type { Attribution } from "../changes/audit-entry.ts";

/** What a revocation applies to: the tokens of a user, of a workspace or of the whole project. */
export const REVOCATION_KINDS = ["user", "workspace", "project"] as const;

export type RevocationKind = (typeof REVOCATION_KINDS)[number];

/** The input of `revocations.add`. */
export interface RevocationInput {
  kind: RevocationKind;
  /** The id of the user or workspace; omitted for the whole project. */
  subject?: string;
  /** Tokens that were issued before this time are rejected. Default: now. */
  issuedBefore?: Date;
}

/**
 * A stored revocation. It rejects the tokens of a user, a workspace or the whole project. It affects only tokens that
 * were issued before `issuedBefore`.
 */
export interface Revocation {
  id: string;
  kind: RevocationKind;
  /** The id of the user or workspace; null for the whole project. */
  subject: string | null;
  issuedBefore: Date;
  /**
   * The id of the API key or auth rule that caused the revocation, or the name of the admin. If there is no id or
   * name, the value is the actor: `admin`, `cli` or `program`.
   */
  createdBy: string;
  createdAt: Date;
  /** The time when every affected token has expired. The server may then delete the revocation. */
  expiresAt: Date;
}

/** The actor that creates a revocation. The audit log records this actor. */
export type RevocationAttribution = Attribution & {
  /**
   * The id of the API key or auth rule that caused the revocation. Default: the name of the signed-in admin. If no
   * admin is signed in, the default is the actor.
   */
  readonly id?: string;
};
