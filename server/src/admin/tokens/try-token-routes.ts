import { Hono } from "hono";
import { decodeJwt, decodeProtectedHeader } from "jose";
import type { AuthoritySettings } from "../../config/authority-settings.ts";
import { explainToken } from "../../explain/explain-token.ts";
import { fetchJwks } from "../../jwks/fetch-jwks.ts";
import type { Revocations } from "../../revocations/revocations.ts";
import type { RuleStore } from "../../rules/rule-store.ts";
import { readBody } from "../http/read-body.ts";
import { type TryTokenResponse, tryTokenBody } from "./try-token-body.ts";

/**
 * Creates the route that checks a provider's token against the auth rules. The route does not exchange the token. The
 * server neither stores nor logs the token. The decision log does not record the check.
 */
export function tryTokenRoutes(
  { rules, revocations }: { rules: RuleStore; revocations: Revocations },
  settings: AuthoritySettings,
): Hono {
  const routes = new Hono();
  routes.post("/try-token", async (c) => {
    const { token } = await readBody(c.req.raw, tryTokenBody);
    const report = await explainToken(token, await rules.list(), {
      loadJwks: ({ jwksUrl }) => fetchJwks(jwksUrl, settings.allowInsecureJwks, settings.providerNetwork),
      revokedBefore: revocations.revokedBefore,
      nowMs: settings.now(),
      ownIssuer: settings.issuer,
    });
    const answer: TryTokenResponse = { report, decoded: decode(token.trim()) };
    return c.json(answer);
  });
  return routes;
}

function decode(token: string): TryTokenResponse["decoded"] {
  try {
    return { header: { ...decodeProtectedHeader(token) }, claims: { ...decodeJwt(token) } };
  } catch {
    return null;
  }
}
