import process from "node:process";
import { Hono } from "hono";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { listen } from "./listen.ts";
import { reportReady } from "./report.ts";
import { createBareSigner } from "./sign-bare-token.ts";

// Serves a route that verifies an ID token with the provider's cached keys and signs a workspace token. The response
// headers let pages of any origin read the response, and forbid caching (RFC 6749 §5.1).
const [jwksUrl = "", issuer = "", audience = ""] = process.argv.slice(2);
const jwks = createRemoteJWKSet(new URL(jwksUrl));
const sign = await createBareSigner();
const app = new Hono().post("/v1/auth/tokens/exchange", async (c) => {
  const idToken = c.req.header("Authorization")?.slice("Bearer ".length) ?? "";
  const { payload } = await jwtVerify(idToken, jwks, { issuer, audience, algorithms: ["RS256"] });
  if (!payload.sub) return c.json({ error: "The token has no user" }, 403);
  const headers = { "Access-Control-Allow-Origin": "*", "Cache-Control": "no-store" };
  return c.json({ token: await sign(payload.sub, payload.sub) }, 200, headers);
});
reportReady({ url: await listen(app) });
