import { isAuthorityError } from "../base/authority-error.ts";
import { findOriginWarnings } from "../base/public-suffix.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import { checkJwks } from "../explain/check-jwks.ts";
import type { AllowedOrigins } from "../origins/allowed-origins.ts";
import type { AuthRule } from "../rules/auth-rule.ts";
import type { RuleSettings } from "../rules/read-rule-input.ts";
import type { RuleStore } from "../rules/rule-store.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { checkAccess } from "./check-access.ts";
import { checkIssuer, checkProxy } from "./check-address.ts";
import { checkDatabaseClock, checkUrl } from "./check-clock.ts";
import { checkOpenId } from "./check-openid.ts";
import { checkOrigin } from "./check-origin.ts";
import { type CheckName, type CheckResult, failed, passed, skipped, warned } from "./check-result.ts";
import { checkSigningKeys } from "./check-signing-keys.ts";

/** What a {@link Doctor} checks in addition to the stored settings. */
export interface DoctorChecks {
  /** The origins of pages that should be able to call the server. */
  origins: readonly string[];
  /** The URL of a server whose clock and keep-alive timeout are checked; null to skip these checks. */
  clockUrl: string | null;
  /** The issuer of the OpenID provider for dashboard sign-in; null to skip the check of the provider. */
  openIdIssuer: string | null;
  /**
   * The public URL of the server. If the value is null, a running server checks its own `issuer` setting. If the value
   * is null and no server is running, the results contain no `issuer` check.
   */
  issuer: string | null;
}

const ANY_AUDIENCE = "The rule accepts tokens that the issuer created for any app, not only for yours.";
const NAME_AUDIENCE = "Set the audience of your app in the rule.";

/** Runs the checks of the `doctor` command for a project. */
export interface Doctor {
  /** Runs every check without changing anything. Requires an open, migrated database. */
  runChecks(checks: DoctorChecks): Promise<CheckResult[]>;
}

export interface DoctorDependencies {
  storage: Pick<AuthorityStorage, "kind" | "run">;
  settings: ProjectSettings & Pick<RuleSettings, "issuer">;
  rules: Pick<RuleStore, "list" | "warnings">;
  origins: Pick<AllowedOrigins, "list">;
}

/** Creates the {@link Doctor} of a project. */
export function createDoctor({ storage, settings, rules, origins }: DoctorDependencies): Doctor {
  async function checkRules(): Promise<CheckResult[]> {
    const list = (await rules.list()).filter(({ enabled }) => enabled);
    if (list.length === 0) return [skipped("jwks", "No auth rule is enabled.")];
    const checked = await Promise.all(list.map((rule) => checkRule(rule, settings)));
    const open = list.filter(({ anyAudience }) => anyAudience);
    const shared = await rules.warnings();
    return [
      ...checked,
      ...open.map((rule) => warned("audience", ANY_AUDIENCE, NAME_AUDIENCE, subjectOf(rule))),
      ...shared.map(({ message, remedy }) => warned("workspace", message, remedy)),
    ];
  }
  async function checkOrigins(requiredOrigins: readonly string[]): Promise<CheckResult[]> {
    const allowed = [...settings.allowedOrigins, ...(await origins.list())];
    const warnings = findOriginWarnings(allowed).map(({ message, remedy }) => warned("origin", message, remedy));
    return [...warnings, ...requiredOrigins.map((origin) => checkOrigin(origin, allowed))];
  }
  return {
    async runChecks({ origins: requiredOrigins, clockUrl, openIdIssuer, issuer }) {
      const { now, allowInsecureJwks, providerNetwork } = settings;
      const results = await Promise.all([
        checkAll("database_access", checkAccess(storage)),
        checkIssuer(issuer ?? settings.issuer),
        checkOne("clock", checkDatabaseClock(storage, now)),
        clockUrl === null ? [] : checkUrl(clockUrl, now),
        checkOne("signing_key", checkSigningKeys(storage, settings)),
        checkProxy(providerNetwork),
        checkRules(),
        openIdIssuer === null ? [] : checkOne("openid", checkOpenId(openIdIssuer, allowInsecureJwks, providerNetwork)),
        checkOrigins(requiredOrigins),
      ]);
      return results.flat();
    },
  };
}

async function checkRule(
  rule: AuthRule,
  { allowInsecureJwks, providerNetwork }: ProjectSettings,
): Promise<CheckResult> {
  const { keys, problem } = await checkJwks(rule.jwksUrl, rule.algorithms, allowInsecureJwks, providerNetwork);
  const subject = subjectOf(rule);
  if (problem !== null) return failed("jwks", problem.message, problem.remedy, subject);
  return passed("jwks", `The JWKS contains ${keys.length} usable ${keys.length === 1 ? "key" : "keys"}.`, subject);
}

const subjectOf = ({ name, id }: AuthRule) => `${name} (${id})`;

const checkOne = (check: CheckName, work: Promise<CheckResult>) =>
  checkAll(
    check,
    work.then((result) => [result]),
  );

/**
 * Awaits a check and returns its results. If the check throws an `AuthorityError`, for example because the database
 * does not respond, returns a failed result.
 */
async function checkAll(check: CheckName, work: Promise<CheckResult[]>): Promise<CheckResult[]> {
  try {
    return await work;
  } catch (error) {
    if (!isAuthorityError(error)) throw error;
    return [failed(check, error.message, error.remedy)];
  }
}
