import type { buildRegistry } from "../app/build-authority.ts";
import { isAuthorityError } from "../base/authority-error.ts";
import { checkJwks } from "../explain/check-jwks.ts";
import type { AuthRule } from "../rules/auth-rule.ts";
import { checkDatabaseClock, checkUrlClock } from "./check-clock.ts";
import { checkOpenId } from "./check-openid.ts";
import { checkOrigin } from "./check-origin.ts";
import { type CheckResult, failed, passed, skipped } from "./check-result.ts";
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

/** Looks at everything that has to be right for a project to work; nothing is changed. The database is open and migrated. */
export async function examine(
  { storage, settings, rules, origins }: ReturnType<typeof buildRegistry>,
  { origins: wanted, clockUrl, openIdIssuer }: Examination,
): Promise<CheckResult[]> {
  const jwks = async () => {
    const list = (await rules.list()).filter(({ enabled }) => enabled);
    if (list.length === 0) return [skipped("jwks", "No auth rule is in force.")];
    return Promise.all(list.map((rule) => checkRule(rule, settings.allowInsecureJwks)));
  };
  const pages = async () => {
    if (wanted.length === 0) return [];
    const allowed = [...settings.allowedOrigins, ...(await origins.list())];
    return wanted.map((origin) => checkOrigin(origin, allowed));
  };
  const results = await Promise.all([
    one("clock", checkDatabaseClock(storage, settings.now)),
    clockUrl === null ? [] : one("clock", checkUrlClock(clockUrl, settings.now)),
    one("signing_key", checkSigningKeys(storage, settings)),
    jwks(),
    openIdIssuer === null ? [] : one("openid", checkOpenId(openIdIssuer, settings.allowInsecureJwks)),
    pages(),
  ]);
  return results.flat();
}

async function checkRule(rule: AuthRule, allowInsecure: boolean): Promise<CheckResult> {
  const { keys, problem } = await checkJwks(rule.jwksUrl, rule.algorithms, allowInsecure);
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
