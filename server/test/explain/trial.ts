import { type AuthRule, authRuleFor, type ProviderInputs, type ProviderName } from "assistant-cloud-server";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { createJwksCache } from "../../../src/verify/jwks/jwks-cache.ts";
import { parseJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import { explainToken } from "../../src/explain/explain-token.ts";
import type { TokenReport } from "../../src/explain/token-report.ts";
import { answerTo } from "../../src/http/refusal-answers.ts";
import { type AuthRuleContent, ruleContent } from "../../src/rules/auth-rule.ts";
import { RuleIndex } from "../../src/rules/rule-index.ts";
import { verifyProviderToken } from "../../src/rules/verify-provider-token.ts";

const NOW = Date.UTC(2026, 0, 1, 12);
export const now = NOW / 1000;
export const tenant = "11111111-2222-4333-8444-555555555555";

const pairs = new Map<string, Awaited<ReturnType<typeof generateKeyPair>>>();
const keys: JWK[] = [];
for (const algorithm of ["RS256", "ES256"]) {
  const pair = await generateKeyPair(algorithm);
  pairs.set(algorithm, pair);
  keys.push({ ...(await exportJWK(pair.publicKey)), kid: algorithm, alg: algorithm });
}

export function sign(claims: object, header: { alg?: string; kid?: string; typ?: string } = {}): Promise<string> {
  const { alg = "RS256", kid = alg, ...rest } = header;
  const key = pairs.get(alg)?.privateKey;
  if (key === undefined) throw new Error("There is no such key.");
  return new SignJWT({ iat: now - 10, exp: now + 3600, ...claims }).setProtectedHeader({ alg, kid, ...rest }).sign(key);
}

function ruleOf<P extends ProviderName>(provider: P, input: ProviderInputs[P], more: Partial<AuthRuleContent> = {}) {
  const { issuer, audience = [], ...rest } = authRuleFor(provider, input);
  return {
    id: `rule_${provider}`,
    revision: 1,
    createdAt: new Date(NOW),
    updatedAt: null,
    ...ruleContent.parse({ ...rest, issuers: [issuer].flat(), audiences: [audience].flat(), ...more }),
  } satisfies AuthRule;
}

export const rules = {
  clerk: ruleOf("clerk", { domain: "clerk.example.com", audience: "assistant-ui" }),
  auth0: ruleOf("auth0", { domain: "tenant.eu.auth0.com", audience: "https://api.example.com" }),
  supabase: ruleOf("supabase", { projectRef: "abcdefghijklmnopqrst" }),
  firebase: ruleOf("firebase", { projectId: "my-app-1a2b3" }),
  kinde: ruleOf("kinde", { domain: "acme.kinde.com", audience: "https://api.example.com" }),
  cognito: ruleOf("cognito", { userPoolId: "eu-west-1_AbCdEf123", clientId: "client1" }),
  keycloak: ruleOf("keycloak", { url: "https://auth.example.com", realm: "acme", audience: "assistant-ui" }),
  entra: ruleOf("entra", { tenantId: tenant, clientId: "66666666-7777-4888-9999-000000000000" }),
  stytch: ruleOf("stytch-b2b", { projectId: `project-test-${tenant}`, organization: true }),
};
export const clerkClaims = { iss: "https://clerk.example.com", aud: "assistant-ui", sub: "user_1" };

export interface Trial {
  rules?: AuthRule[];
  jwks?: unknown;
  ownIssuer?: string | undefined;
}

export function explain(token: string, trial: Trial = {}) {
  const { rules: given = Object.values(rules), jwks = { keys } } = trial;
  const ownIssuer = "ownIssuer" in trial ? trial.ownIssuer : "https://cloud.example.com";
  const loadJwks = async () => {
    if (jwks instanceof Error) throw jwks;
    return jwks;
  };
  return explainToken(token, given, {
    loadJwks,
    revokedBefore: async () => null,
    nowMs: NOW,
    ...(ownIssuer !== undefined && { ownIssuer }),
  });
}

/**
 * Verifies a token against the rules of a trial, as an exchange does. Returns `accepted` or `refused`. Returns
 * `unknown` if the provider's keys cannot be loaded.
 */
export async function tryExchange(token: string, { rules: given = Object.values(rules), jwks = { keys } }: Trial = {}) {
  const cache = createJwksCache(
    async () => {
      if (jwks instanceof Error) throw jwks;
      return jwks;
    },
    () => NOW,
  );
  try {
    const live = new RuleIndex(given.map((rule) => ({ rule, jwks: cache })));
    await verifyProviderToken(parseJwt(token.trim()), live, NOW);
    return "accepted";
  } catch (error) {
    const { status } = answerTo(error);
    if (status === 500) throw error;
    return status === 503 ? "unknown" : "refused";
  }
}

export const failures = ({ checks, rules: reports }: TokenReport) =>
  [...checks, ...(reports[0]?.checks ?? [])].filter(({ outcome }) => outcome === "failed").map(({ check }) => check);
