import type { AuditLog } from "../activity/audit-log.ts";
import type { AuthorityOptions } from "../config/authority-options.ts";
import type { ApiKeyInfo, ApiKeyInput, CreatedApiKey, RotateOptions } from "../keys/api-keys.ts";
import type { Revocation, RevocationInput } from "../revocations/revocation.ts";
import type { AuthRule, AuthRuleInput } from "../rules/auth-rule.ts";
import type { SigningKeyInfo } from "../signing/key-rotation.ts";
import type { ClientConnection } from "./client-connection.ts";

/** Creates one-time links. An admin opens such a link to set a dashboard password. */
export interface DashboardLinks {
  /**
   * Revokes an admin's earlier links, and creates a one-time link that sets the admin's password. The new link is valid
   * for an hour. The current password stays valid until the link is used. If `adminOpenId` disables passwords, the link
   * has no effect. Throws `not_found` for an unknown name. Throws `invalid_setting` if `name` is not set and there are
   * several admins.
   *
   * @param options.name the admin's name. Default: the name of the only admin. If there are no admins yet, the link
   * sets up the first admin.
   */
  createSetUpLink(options?: { name?: string }): Promise<string>;
  /**
   * Creates the link that sets up the first admin. Returns null if an admin exists or `adminOpenId` disables passwords.
   */
  createFirstSetUpLink(): Promise<string | null>;
}

/** An authority for one project. It handles requests and manages the project's settings. */
export interface Authority {
  /** Handles one request. Pass the authority to `serveAuthority`, or mount this fetch handler in another server. */
  fetch(request: Request, connection?: ClientConnection): Promise<Response>;
  /** Manages the API keys. A backend needs an API key to mint workspace tokens. */
  readonly keys: {
    /**
     * Creates a key. Only this result contains the secret, as `key`. Throws `invalid_key` for an invalid name or
     * expiry.
     */
    create(input: ApiKeyInput): Promise<CreatedApiKey>;
    /** Returns all keys, including revoked keys, without their secrets. */
    list(): Promise<ApiKeyInfo[]>;
    /**
     * Creates a key that replaces the key with this id. The old key stays valid for `overlapSeconds`, but at most until
     * its own expiry. Throws `not_found` if the old key is not active. Throws `invalid_key` if the old key has already
     * been rotated or an option is out of range.
     */
    rotate(id: string, options?: RotateOptions): Promise<CreatedApiKey>;
    /**
     * Revokes a key. The revocation takes effect in this process immediately, and in other processes within a second.
     * If the database delivers no change notices, other processes need up to 5 seconds. Throws `not_found` if the key
     * is unknown or already revoked.
     */
    revoke(id: string): Promise<void>;
  };
  /** Manages the auth rules. A provider token is exchanged only if an enabled rule accepts it. */
  readonly rules: {
    /** Saves a rule without fetching its JWKS URL. Throws `invalid_rule` with the field and the problem. */
    add(input: AuthRuleInput): Promise<AuthRule>;
    /** Returns all rules, including disabled rules, oldest first. */
    list(): Promise<AuthRule[]>;
    /**
     * Replaces the content of a rule. `revision` must be the current revision of the rule. Throws `conflict` if the
     * rule has changed since that revision. Throws `invalid_rule` if the new content is invalid. Throws `not_found` for
     * an unknown id.
     */
    update(id: string, revision: number, input: AuthRuleInput): Promise<AuthRule>;
    /**
     * Enables or disables a rule. The change takes effect in this process immediately, and in other processes within 5
     * seconds. Throws `not_found` for an unknown id.
     */
    setEnabled(id: string, enabled: boolean): Promise<AuthRule>;
    /**
     * Deletes a rule. The deletion takes effect in this process immediately, and in other processes within 5 seconds.
     * Throws `not_found` for an unknown id.
     */
    remove(id: string): Promise<void>;
  };
  /** Reads the audit log page by page. The log records sign-ins, changes to settings, and access to stored threads. */
  readonly audit: AuditLog;
  readonly dashboard: DashboardLinks;
  /**
   * Manages the keys that sign workspace tokens. The keys rotate on a schedule. These methods are for manual changes.
   */
  readonly signingKeys: {
    /** Returns all published keys with their states. */
    list(): Promise<SigningKeyInfo[]>;
    /**
     * Publishes a new key. The new key starts to sign after `publishAheadSeconds`. The old key then stays published for
     * `retainSeconds`. If a published key has not started to sign yet, the method creates no key. Instead, it may let
     * that key start earlier. Throws `secret_mismatch` if the secret does not decrypt the private keys. Throws
     * `not_found` if the algorithm has no active key yet.
     */
    rotate(options?: { algorithm?: NonNullable<AuthorityOptions["signingAlgorithm"]> }): Promise<SigningKeyInfo>;
    /**
     * Removes a key from the JWKS immediately. If the key was active, another key signs from then on. Use this method
     * in an emergency. The authority then rejects tokens that the removed key signed. Other verifiers reject these
     * tokens after their next refresh of the JWKS, within 10 minutes. Throws `not_found` if no key has that id. Throws
     * `secret_mismatch` if the secret does not decrypt the private keys.
     */
    revoke(kid: string): Promise<void>;
  };
  /** Manages revocations, which invalidate tokens before they expire. */
  readonly revocations: {
    /**
     * Revokes the tokens of a user, a workspace or the whole project. Affects only tokens that were issued before
     * `issuedBefore`. The revocation takes effect in this process immediately, and in other processes within a second.
     * If the database delivers no change notices, other processes need up to 5 seconds. Users can sign in again. Throws
     * `invalid_setting` for invalid input, or if too many users and workspaces have a revocation.
     */
    add(input: RevocationInput): Promise<Revocation>;
    /** Returns the latest 100 revocations, newest first. */
    list(): Promise<Revocation[]>;
  };
  /**
   * Manages the stored origins. Pages of these origins may call the project from a browser. The option `allowedOrigins`
   * allows further origins. If no origin is stored and the option is empty, pages of every origin may call the project.
   * A project can have at most 32 stored origins.
   */
  readonly allowedOrigins: {
    list(): Promise<string[]>;
    /**
     * Replaces the stored origins. Returns the new stored origins in canonical form. Throws `invalid_setting` if an
     * origin is malformed or there are more than 32 origins.
     */
    set(origins: readonly string[]): Promise<string[]>;
    /**
     * Adds an origin if it is not stored yet. Returns all stored origins. Throws `invalid_setting` for a malformed
     * origin, or if 32 other origins are stored.
     */
    add(origin: string): Promise<string[]>;
    /**
     * Removes an origin. Returns the remaining stored origins. Throws `not_found` if the origin is not stored. Throws
     * `invalid_setting` if the origin is malformed.
     */
    remove(origin: string): Promise<string[]>;
  };
  /** Unsubscribes from change notices and waits for pending background writes. Does not close the storage. */
  close(): Promise<void>;
}
