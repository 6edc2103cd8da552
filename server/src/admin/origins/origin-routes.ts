import { Hono } from "hono";
import { findOriginWarnings } from "../../base/public-suffix.ts";
import type { ProjectSettings } from "../../config/project-settings.ts";
import type { AllowedOrigins } from "../../origins/allowed-origins.ts";
import type { AdminEnv } from "../http/admin-env.ts";
import { readBody } from "../http/read-body.ts";
import { type OriginsResponse, originsBody } from "./origin-bodies.ts";

/** Creates the routes that read and replace the project's allowed origins. */
export function originRoutes(
  allowed: Pick<AllowedOrigins, "list" | "set">,
  settings: Pick<ProjectSettings, "allowedOrigins">,
): Hono<AdminEnv> {
  const answer = (origins: string[]): OriginsResponse => {
    const fixed = [...settings.allowedOrigins];
    return { origins, fixed, warnings: findOriginWarnings([...fixed, ...origins]) };
  };
  const routes = new Hono<AdminEnv>();
  routes.get("/origins", async (c) => c.json(answer(await allowed.list())));
  routes.put("/origins", async (c) => {
    const { origins } = await readBody(c.req.raw, originsBody);
    return c.json(answer(await allowed.set(origins, c.var.by)));
  });
  return routes;
}
