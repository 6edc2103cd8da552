import { Hono } from "hono";
import type { ApiKeys } from "../../keys/api-keys.ts";
import type { AdminEnv } from "../http/admin-env.ts";
import { pageQuery } from "../http/page-query.ts";
import { readBody, readQuery } from "../http/read-body.ts";
import { withoutUndefined } from "../http/without-undefined.ts";
import { emptyBody } from "../rules/rule-bodies.ts";
import { type KeyLifetime, keyBody, keyRotateBody } from "./key-bodies.ts";

const DAY_MS = 86_400_000;
const DAYS: Readonly<Record<Exclude<KeyLifetime, "never">, number>> = { "7d": 7, "30d": 30, "90d": 90, "1y": 365 };

/** Creates the routes of API keys. Only the responses that create or rotate a key contain a secret. */
export function keyRoutes(keys: ApiKeys, now: () => number): Hono<AdminEnv> {
  const routes = new Hono<AdminEnv>();
  routes.get("/keys", async (c) => {
    const { items, next } = await keys.page(withoutUndefined(readQuery(c.req.url, pageQuery)));
    return c.json({ keys: items, next });
  });
  routes.post("/keys", async (c) => {
    const { name, expires } = await readBody(c.req.raw, keyBody);
    const expiry = expires === "never" ? {} : { expiresAt: new Date(now() + DAYS[expires] * DAY_MS) };
    return c.json(await keys.create({ name, ...expiry }, c.var.by), 201);
  });
  routes.post("/keys/:id/rotate", async (c) => {
    const { overlapHours } = await readBody(c.req.raw, keyRotateBody);
    const options = { overlapSeconds: Math.round(overlapHours * 3600) };
    return c.json(await keys.rotate(c.req.param("id"), options, c.var.by), 201);
  });
  routes.post("/keys/:id/revoke", async (c) => {
    await readBody(c.req.raw, emptyBody);
    return c.json(await keys.revoke(c.req.param("id"), c.var.by));
  });
  return routes;
}
