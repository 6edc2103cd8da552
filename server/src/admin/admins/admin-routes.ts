import { Hono } from "hono";
import { Refusal } from "../../base/refusal.ts";
import type { AdminEnv } from "../http/admin-env.ts";
import { readBody } from "../http/read-body.ts";
import { emptyBody } from "../rules/rule-bodies.ts";
import type { AdminList } from "../session/admin-list.ts";
import type { OpenIdSignIn } from "../session/session-bodies.ts";
import type { SetUpUrls } from "../set-up-urls.ts";
import { type AdminLinkResponse, inviteBody } from "./admin-bodies.ts";

export interface AdminRouteDependencies {
  readonly admins: AdminList;
  readonly setUpUrls: SetUpUrls;
  readonly openId: OpenIdSignIn | null;
}

/**
 * Creates the routes for admins who sign in with a password. The routes list, add and remove these admins, and reset
 * their passwords.
 */
export function adminRoutes({ admins, setUpUrls, openId }: AdminRouteDependencies): Hono<AdminEnv> {
  const routes = new Hono<AdminEnv>();
  const requirePasswords = () => {
    if (openId?.only) throw new Refusal("password_off", { provider: openId.name });
  };
  routes.get("/admins", async (c) => c.json({ admins: await admins.list() }));
  routes.post("/admins", async (c) => {
    requirePasswords();
    const { name } = await readBody(c.req.raw, inviteBody);
    const setUpUrl = await setUpUrls.invite({ name }, c.var.by);
    return c.json({ name, setUpUrl } satisfies AdminLinkResponse, 201);
  });
  routes.post("/admins/:name/reset", async (c) => {
    requirePasswords();
    await readBody(c.req.raw, emptyBody);
    const name = c.req.param("name");
    return c.json({ name, setUpUrl: await setUpUrls.create({ name }, c.var.by) } satisfies AdminLinkResponse, 201);
  });
  routes.delete("/admins/:name", async (c) => {
    await admins.remove(c.req.param("name"), c.var.by);
    return c.body(null, 204);
  });
  return routes;
}
