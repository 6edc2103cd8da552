import { Hono } from "hono";
import type { ProjectList } from "../../projects/project-list.ts";
import type { AdminEnv } from "../http/admin-env.ts";
import { readBody } from "../http/read-body.ts";
import { withoutUndefined } from "../http/without-undefined.ts";
import { projectBody } from "./project-bodies.ts";

/** The projects of the database. */
export function projectRoutes(projects: Pick<ProjectList, "list" | "add">, current: string): Hono<AdminEnv> {
  const routes = new Hono<AdminEnv>();
  routes.get("/projects", async (c) => c.json({ current, projects: await projects.list() }));
  routes.post("/projects", async (c) => {
    const input = withoutUndefined(await readBody(c.req.raw, projectBody));
    return c.json(await projects.add(input, { ...c.var.by, from: current }), 201);
  });
  return routes;
}
