import { Hono } from "hono";
import type { SigningKeys } from "../../signing/signing-keys.ts";
import type { AdminEnv } from "../http/admin-env.ts";
import { readBody } from "../http/read-body.ts";
import { withoutUndefined } from "../http/without-undefined.ts";
import { emptyBody } from "../rules/rule-bodies.ts";
import { rotateBody } from "./signing-key-bodies.ts";

/** Creates the routes that list, rotate and revoke signing keys. No response contains a private key. */
export function signingKeyRoutes(signingKeys: Pick<SigningKeys, "list" | "rotate" | "revoke">): Hono<AdminEnv> {
  const routes = new Hono<AdminEnv>();
  routes.get("/signing-keys", async (c) => c.json({ keys: await signingKeys.list() }));
  routes.post("/signing-keys/rotate", async (c) => {
    const options = withoutUndefined(await readBody(c.req.raw, rotateBody));
    return c.json(await signingKeys.rotate(options, c.var.by), 201);
  });
  routes.post("/signing-keys/:kid/revoke", async (c) => {
    await readBody(c.req.raw, emptyBody);
    await signingKeys.revoke(c.req.param("kid"), c.var.by);
    return c.json({ keys: await signingKeys.list() });
  });
  return routes;
}
