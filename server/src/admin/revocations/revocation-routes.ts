import { Hono } from "hono";
import type { Revocations } from "../../revocations/revocations.ts";
import { readBody } from "../http/read-body.ts";
import { withoutUndefined } from "../http/without-undefined.ts";
import { revocationBody } from "./revocation-bodies.ts";

/** Sign-outs of a user, a workspace or the whole project. */
export function revocationRoutes(revocations: Pick<Revocations, "add" | "list">): Hono {
  const routes = new Hono();
  routes.get("/revocations", async (c) => c.json({ revocations: await revocations.list() }));
  routes.post("/revocations", async (c) => {
    const input = withoutUndefined(await readBody(c.req.raw, revocationBody));
    return c.json(await revocations.add(input, { actor: "admin" }), 201);
  });
  return routes;
}
