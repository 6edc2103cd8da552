import type { AuditLog } from "../activity/audit-log.ts";
import type { AuthorityOptions } from "../config/authority-options.ts";
import type { ApiKeyInfo, ApiKeyInput, CreatedApiKey, RotateOptions } from "../keys/api-keys.ts";
import type { Revocation, RevocationInput } from "../revocations/revocation.ts";
import type { AuthRule, AuthRuleInput } from "../rules/auth-rule.ts";
import type { SigningKeyInfo } from "../signing/key-rotation.ts";
import type { ClientConnection } from "./client-connection.ts";

/** Set-up links of the dashboard, with which an admin sets a password. */
export interface DashboardLinks {
  /**
   * Creates a one-time link that sets an admin's password. It is valid for an hour and revokes every earlier link of that admin; the
   * current password stays valid until the link is used. Has no effect where `adminOpenId` disables the password. Throws `not_found`
   * for an unknown name, and `invalid_setting` without a name where there are several admins.
   *
   * @param options.name Default: the only admin, or the first one of a database without any.
   */
  createSetUpLink(options?: { name?: string }): Promise<string>;
  /** The same for a database without an admin; null when there is one, or when `adminOpenId` disables the password. */
  createFirstSetUpLink(): Promise<string | null>;
}

/** An authority for one project: it answers requests, and its keys and rules are changed here. */
export interface Authority {
  /** Answers one request: a fetch handler, to be served by `serveAuthority` or mounted in another server. */
  fetch(request: Request, connection?: ClientConnection): Promise<Response>;
  /** API keys, with which a backend mints workspace tokens. */
  readonly keys: {
    /** Makes a key; `key` of the result is shown this once. Throws `invalid_key`. */
    create(input: ApiKeyInput): Promise<CreatedApiKey>;
    /** All keys, revoked ones too, without their secrets. */
    list(): Promise<ApiKeyInfo[]>;
    /**
     * Makes a key in place of another, which counts on for the overlap, and then ends. Throws `not_found` when the key is not
     * in force, and `invalid_key` when it was rotated before or an option is out of range.
     */
    rotate(id: string, options?: RotateOptions): Promise<CreatedApiKey>;
    /** Takes a key out of force: here at once, in other processes within a second (5 where notices do not arrive). Throws `not_found`. */
    revoke(id: string): Promise<void>;
  };
  /** Auth rules, by which provider tokens are exchanged. */
  readonly rules: {
    /** Saves a rule. Throws `invalid_rule` with the reason. The JWKS URL is not fetched yet. */
    add(input: AuthRuleInput): Promise<AuthRule>;
    /** All rules, disabled ones too, oldest first. */
    list(): Promise<AuthRule[]>;
    /**
     * Puts another content in place of a rule's; `revision` is the one that was read. Throws `invalid_rule`,
     * `not_found`, and `conflict` when somebody else has changed the rule since.
     */
    update(id: string, revision: number, input: AuthRuleInput): Promise<AuthRule>;
    /** Puts a rule in force or out of it: here at once, in other processes within 5 seconds. Throws `not_found`. */
    setEnabled(id: string, enabled: boolean): Promise<AuthRule>;
    /** Deletes a rule: here at once, in other processes within 5 seconds. Throws `not_found`. */
    remove(id: string): Promise<void>;
  };
  /** The audit log of changes of settings, page by page. */
  readonly audit: AuditLog;
  readonly dashboard: DashboardLinks;
  /** The keys that sign workspace tokens. They are rotated by schedule; this is for doing it by hand. */
  readonly signingKeys: {
    /** All keys that are published, and what they are for. */
    list(): Promise<SigningKeyInfo[]>;
    /**
     * Publishes a new key at once; it signs after `publishAheadSeconds`, and the old one stays published for `retainSeconds`
     * more. A key that waits already is brought forward. Throws `not_found` when no key of the algorithm signs yet, and
     * `secret_mismatch`.
     */
    rotate(options?: { algorithm?: NonNullable<AuthorityOptions["signingAlgorithm"]> }): Promise<SigningKeyInfo>;
    /**
     * For emergencies: takes a key out of the JWKS now, and lets another one sign at once. The authority refuses its tokens from
     * then on, verifiers elsewhere once their copy of the JWKS is 10 minutes old. Throws `not_found`, `secret_mismatch`.
     */
    revoke(kid: string): Promise<void>;
  };
  /** Sign-outs that end tokens before they expire. */
  readonly revocations: {
    /**
     * Refuses the tokens of a user, a workspace or the whole project that were issued before a moment: here at once, in other
     * processes within a second (5 where notices do not arrive). A new sign-in is accepted. Throws `invalid_setting`.
     */
    add(input: RevocationInput): Promise<Revocation>;
    /** The latest 100, newest first. */
    list(): Promise<Revocation[]>;
  };
  /** Pages that may call from a browser, beside those of the option `allowedOrigins`; none at all allows every page. Up to 32. */
  readonly allowedOrigins: {
    list(): Promise<string[]>;
    /** Replaces the stored ones. Throws `invalid_setting`. */
    set(origins: readonly string[]): Promise<string[]>;
    /** Throws `invalid_setting`. */
    add(origin: string): Promise<string[]>;
    /** Throws `not_found`. */
    remove(origin: string): Promise<string[]>;
  };
  /** Finishes pending writes. The storage stays open. */
  close(): Promise<void>;
}
