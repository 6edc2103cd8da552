import { isAuthorityError } from "../base/authority-error.ts";
import { warningsOfOrigins } from "../base/public-suffix.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import { checkJwks } from "../explain/check-jwks.ts";
import type { AllowedOrigins } from "../origins/allowed-origins.ts";
import type { AuthRule } from "../rules/auth-rule.ts";
import type { RuleBook } from "../rules/rule-book.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { checkDatabaseClock, checkUrlClock } from "./check-clock.ts";
import { checkOpenId } from "./check-openid.ts";
import { checkOrigin } from "./check-origin.ts";
import { type CheckResult, failed, passed, skipped, warned } from "./check-result.ts";
import { checkSigningKeys } from "./check-signing-keys.ts";

/** What to look at beside the settings themselves. */
export interface Examination {
  /** Origins that shall be allowed. */
  origins: readonly string[];
  /** A URL whose `Date` header is compared with this machine's clock; null for none. */
  clockUrl: string | null;
  /** The OpenID provider of the dashboard's sign-in; null for none. */
  openIdIssuer: string | null;
}

/** Checks what a project needs to work. */
export interface Doctor {
  /** Checks everything and changes nothing. The database is open and migrated. */
  examine(examination: Examination): Promise<CheckResult[]>;
}

/** What a {@link Doctor} looks at. */
export interface Patient {
  storage: Pick<AuthorityStorage, "kind" | "run">;
  settings: ProjectSettings;
  rules: Pick<RuleBook, "list" | "warnings">;
  origins: Pick<AllowedOrigins, "list">;
}

/** Creates the {@link Doctor} of a project. */
export function createDoctor({ storage, settings, rules, origins }: Patient): Doctor {
  async function checkRules(): Promise<CheckResult[]> {
    const list = (await rules.list()).filter(({ enabled }) => enabled);
    if (list.length === 0) return [skipped("jwks", "No auth rule is in force.")];
    const checked = await Promise.all(list.map((rule) => checkRule(rule, settings)));
    const shared = await rules.warnings();
    return [...checked, ...shared.map(({ message, remedy }) => warned("workspace", message, remedy))];
  }
  async function checkPages(wanted: readonly string[]): Promise<CheckResult[]> {
    const allowed = [...settings.allowedOrigins, ...(await origins.list())];
    const warnings = warningsOfOrigins(allowed).map(({ message, remedy }) => warned("origin", message, remedy));
    return [...warnings, ...wanted.map((origin) => checkOrigin(origin, allowed))];
  }
  return {
    async examine({ origins: wanted, clockUrl, openIdIssuer }) {
      const results = await Promise.all([
        one("clock", checkDatabaseClock(storage, settings.now)),
        clockUrl === null ? [] : one("clock", checkUrlClock(clockUrl, settings.now)),
        one("signing_key", checkSigningKeys(storage, settings)),
        checkRules(),
        openIdIssuer === null ? [] : one("openid", checkOpenId(openIdIssuer, settings.allowInsecureJwks, settings.providerNetwork)),
        checkPages(wanted),
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
  const subject = `${rule.name} (${rule.id})`;
  if (problem !== null) return failed("jwks", problem.message, problem.remedy, subject);
  return passed("jwks", `The JWKS holds ${keys.length} ${keys.length === 1 ? "key" : "keys"} that fit.`, subject);
}

/** A database that fails half-way is a finding as well. */
async function one(check: string, work: Promise<CheckResult>): Promise<CheckResult[]> {
  try {
    return [await work];
  } catch (error) {
    if (!isAuthorityError(error)) throw error;
    return [failed(check, error.message, error.remedy)];
  }
}
