import { Hono } from "hono";
import { settingRefusal } from "../../base/setting-refusal.ts";
import type { ApiKeys } from "../../keys/api-keys.ts";
import type { AdminEnv } from "../http/admin-env.ts";
import { readBody } from "../http/read-body.ts";
import { emptyBody } from "../rules/rule-bodies.ts";
import { type KeyLifetime, keyBody, keyRollBody } from "./key-bodies.ts";

const DAY_MS = 86_400_000;
const DAYS: Readonly<Record<Exclude<KeyLifetime, "never">, number>> = { "7d": 7, "30d": 30, "90d": 90, "1y": 365 };

/** API keys. A key's secret is answered once, by the request that makes it. */
export function keyRoutes(keys: ApiKeys, now: () => number): Hono<AdminEnv> {
  const routes = new Hono<AdminEnv>();
  routes.get("/keys", async (c) => c.json({ keys: await keys.list() }));
  routes.post("/keys", async (c) => {
    const { name, expires } = await readBody(c.req.raw, keyBody);
    const expiry = expires === "never" ? {} : { expiresAt: new Date(now() + DAYS[expires] * DAY_MS) };
    return c.json(await keys.create({ name, ...expiry }, c.var.by), 201);
  });
  routes.post("/keys/:id/roll", async (c) => {
    const { overlapHours } = await readBody(c.req.raw, keyRollBody);
    const options = { overlapSeconds: Math.round(overlapHours * 3600) };
    return c.json(await keys.roll(c.req.param("id"), options, c.var.by), 201);
  });
  routes.post("/keys/:id/revoke", async (c) => {
    await readBody(c.req.raw, emptyBody);
    const id = c.req.param("id");
    await keys.revoke(id, c.var.by);
    const revoked = (await keys.list()).find((key) => key.id === id);
    if (revoked === undefined) throw settingRefusal("api_key_not_found");
    return c.json(revoked);
  });
  return routes;
}
