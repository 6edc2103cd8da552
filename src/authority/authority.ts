import type { DashboardLinks } from "./admin/dashboard-links.ts";
import type { ApiKeyInfo, ApiKeyInput, CreatedApiKey, RollOptions } from "./keys/key-ring.ts";
import type { AuthRule, AuthRuleInput } from "./rules/auth-rule.ts";

/** An authority for one project: it answers requests, and its keys and rules are changed here. */
export interface Authority {
  /** Answers one request: a fetch handler, to be served by `serveAuthority` or mounted in another server. */
  fetch(request: Request): Promise<Response>;
  /** API keys, with which a backend mints workspace tokens. */
  readonly keys: {
    /** Makes a key; `key` of the result is shown this once. Throws `invalid_key`. */
    create(input: ApiKeyInput): Promise<CreatedApiKey>;
    /** All keys, revoked ones too, without their secrets. */
    list(): Promise<ApiKeyInfo[]>;
    /**
     * Makes a key in place of another, which counts on for the overlap, and then ends. Throws `not_found` when the key is not
     * in force, and `invalid_key` when it was rolled before or an option is out of range.
     */
    roll(id: string, options?: RollOptions): Promise<CreatedApiKey>;
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
  /** Set-up links, with which the dashboard's admin gets a password. */
  readonly dashboard: DashboardLinks;
  /** Finishes pending writes. The storage stays open. */
  close(): Promise<void>;
}
