import { Hono } from "hono";
import type { Revocations } from "../../revocations/revocations.ts";
import type { AdminEnv } from "../http/admin-env.ts";
import { readBody } from "../http/read-body.ts";
import { withoutUndefined } from "../http/without-undefined.ts";
import { revocationBody } from "./revocation-bodies.ts";

/** Creates the routes that list revocations and that revoke the tokens of a user, a workspace or the whole project. */
export function revocationRoutes(revocations: Pick<Revocations, "add" | "list">): Hono<AdminEnv> {
  const routes = new Hono<AdminEnv>();
  routes.get("/revocations", async (c) => c.json({ revocations: await revocations.list() }));
  routes.post("/revocations", async (c) => {
    const input = withoutUndefined(await readBody(c.req.raw, revocationBody));
    return c.json(await revocations.add(input, c.var.by), 201);
  });
  return routes;
}
