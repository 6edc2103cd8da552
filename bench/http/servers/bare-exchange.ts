import process from "node:process";
import { Hono } from "hono";
import { importJWK, type JSONWebKeySet, jwtVerify } from "jose";
import { listen } from "./listen.ts";
import { report } from "./report.ts";
import { createBareSigner } from "./sign-bare-token.ts";

// Serves a route that only verifies a token with a key in memory and signs another.
const [jwksUrl = "", issuer = "", audience = ""] = process.argv.slice(2);
const { keys } = (await (await fetch(jwksUrl)).json()) as JSONWebKeySet;
const key = await importJWK(keys[0] ?? {}, "RS256");
const sign = await createBareSigner();
const app = new Hono().post("/v1/auth/tokens/exchange", async (c) => {
  const idToken = c.req.header("Authorization")?.slice("Bearer ".length) ?? "";
  const { payload } = await jwtVerify(idToken, key, { issuer, audience, algorithms: ["RS256"] });
  const user = payload.sub ?? "";
  return c.json({ token: await sign(user, user) });
});
report({ url: await listen(app) });
