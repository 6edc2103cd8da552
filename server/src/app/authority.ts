import type { AuditLog } from "../activity/audit-log.ts";
import type { AuthorityOptions } from "../config/authority-options.ts";
import type { ApiKeyInfo, ApiKeyInput, CreatedApiKey, RotateOptions } from "../keys/api-keys.ts";
import type { Revocation, RevocationInput } from "../revocations/revocation.ts";
import type { AuthRule, AuthRuleInput } from "../rules/auth-rule.ts";
import type { SigningKeyInfo } from "../signing/key-rotation.ts";
import type { ClientConnection } from "./client-connection.ts";

/** One-time links with which an admin sets a password for the dashboard. */
export interface DashboardLinks {
  /**
   * Creates a one-time link that sets an admin's password. It is valid for an hour and revokes earlier links of that
   * admin. The current password stays valid until the link is used. The link has no effect if `adminOpenId` disables
   * passwords. Throws `not_found` for an unknown name, and `invalid_setting` without a name if there are several
   * admins.
   *
   * @param options.name the admin's name. Default: the only admin; without admins, the first one.
   */
  createSetUpLink(options?: { name?: string }): Promise<string>;
  /** Creates the link of the first admin; null if an admin exists or `adminOpenId` disables passwords. */
  createFirstSetUpLink(): Promise<string | null>;
}

/** An authority for one project. It answers requests and manages the project's settings. */
export interface Authority {
  /** Answers one request. This fetch handler can be served by `serveAuthority` or mounted in another server. */
  fetch(request: Request, connection?: ClientConnection): Promise<Response>;
  /** The API keys with which a backend mints workspace tokens. */
  readonly keys: {
    /** Creates a key. Only this result contains the secret, as `key`. Throws `invalid_key`. */
    create(input: ApiKeyInput): Promise<CreatedApiKey>;
    /** Returns all keys without their secrets, including revoked ones. */
    list(): Promise<ApiKeyInfo[]>;
    /**
     * Creates a key that replaces another; the old one stays valid during the overlap. Throws `not_found` if the key is
     * not active, and `invalid_key` if it has already been rotated or an option is out of range.
     */
    rotate(id: string, options?: RotateOptions): Promise<CreatedApiKey>;
    /**
     * Revokes a key: in this process immediately, in others within a second (5 seconds without notices). Throws
     * `not_found`.
     */
    revoke(id: string): Promise<void>;
  };
  /** The auth rules, which decide which provider tokens are exchanged. */
  readonly rules: {
    /** Saves a rule. Throws `invalid_rule` with the reason. Does not fetch the JWKS URL yet. */
    add(input: AuthRuleInput): Promise<AuthRule>;
    /** Returns all rules, oldest first, including disabled ones. */
    list(): Promise<AuthRule[]>;
    /**
     * Replaces the content of a rule; `revision` is that of the rule as read. Throws `invalid_rule`, `not_found`, and
     * `conflict` if the rule has changed since.
     */
    update(id: string, revision: number, input: AuthRuleInput): Promise<AuthRule>;
    /** Enables or disables a rule: in this process immediately, in others within 5 seconds. Throws `not_found`. */
    setEnabled(id: string, enabled: boolean): Promise<AuthRule>;
    /** Deletes a rule: in this process immediately, in others within 5 seconds. Throws `not_found`. */
    remove(id: string): Promise<void>;
  };
  /** The audit log of changes of settings, in pages. */
  readonly audit: AuditLog;
  readonly dashboard: DashboardLinks;
  /** The keys that sign workspace tokens. They rotate on a schedule; these methods are for manual changes. */
  readonly signingKeys: {
    /** Returns all published keys with their states. */
    list(): Promise<SigningKeyInfo[]>;
    /**
     * Publishes a new key. It signs after `publishAheadSeconds`, and the old one stays published for another
     * `retainSeconds`. A key that already waits is brought forward. Throws `not_found` if no key of the algorithm is
     * active yet, and `secret_mismatch`.
     */
    rotate(options?: { algorithm?: NonNullable<AuthorityOptions["signingAlgorithm"]> }): Promise<SigningKeyInfo>;
    /**
     * Removes a key from the JWKS immediately, for emergencies, and lets another one sign. The authority rejects its
     * tokens from then on; other verifiers do within 10 minutes, when they refresh the JWKS. Throws `not_found`,
     * `secret_mismatch`.
     */
    revoke(kid: string): Promise<void>;
  };
  /** Revocations, which invalidate tokens before they expire. */
  readonly revocations: {
    /**
     * Revokes the tokens of a user, a workspace or the whole project that were issued before a time: in this process
     * immediately, in others within a second (5 seconds without notices). A new sign-in is accepted. Throws
     * `invalid_setting`.
     */
    add(input: RevocationInput): Promise<Revocation>;
    /** Returns the latest 100, newest first. */
    list(): Promise<Revocation[]>;
  };
  /**
   * The origins whose pages may call from a browser, in addition to the option `allowedOrigins`. If both are empty,
   * every page may call. Up to 32.
   */
  readonly allowedOrigins: {
    list(): Promise<string[]>;
    /** Replaces the stored origins. Throws `invalid_setting`. */
    set(origins: readonly string[]): Promise<string[]>;
    /** Adds an origin. Throws `invalid_setting`. */
    add(origin: string): Promise<string[]>;
    /** Removes an origin. Throws `not_found`. */
    remove(origin: string): Promise<string[]>;
  };
  /** Finishes pending writes. Does not close the storage. */
  close(): Promise<void>;
}
