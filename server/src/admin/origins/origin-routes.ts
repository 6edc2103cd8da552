import { Hono } from "hono";
import type { AuthoritySettings } from "../../config/authority-settings.ts";
import type { AllowedOrigins } from "../../origins/allowed-origins.ts";
import { readBody } from "../http/read-body.ts";
import { type OriginsAnswer, originsBody } from "./origin-bodies.ts";

/** Pages that may call the project from a browser. */
export function originRoutes(allowed: Pick<AllowedOrigins, "list" | "set">, settings: AuthoritySettings): Hono {
  const answer = (origins: string[]): OriginsAnswer => ({ origins, fixed: [...settings.allowedOrigins] });
  const routes = new Hono();
  routes.get("/origins", async (c) => c.json(answer(await allowed.list())));
  routes.put("/origins", async (c) => {
    const { origins } = await readBody(c.req.raw, originsBody);
    return c.json(answer(await allowed.set(origins)));
  });
  return routes;
}
