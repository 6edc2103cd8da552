import { Hono } from "hono";
import type { ProjectList } from "../../projects/project-list.ts";
import type { AdminEnv } from "../http/admin-env.ts";
import { pageQuery } from "../http/page-query.ts";
import { readBody, readQuery } from "../http/read-body.ts";
import { withoutUndefined } from "../http/without-undefined.ts";
import { projectBody } from "./project-bodies.ts";

/** Creates the routes that list and add the projects of the database. */
export function projectRoutes(projects: Pick<ProjectList, "page" | "find" | "add">, current: string): Hono<AdminEnv> {
  const routes = new Hono<AdminEnv>();
  routes.get("/projects", async (c) => {
    const page = withoutUndefined(readQuery(c.req.url, pageQuery));
    const [{ items, next }, own] = await Promise.all([projects.page(page), projects.find(current)]);
    return c.json({ current, own, projects: items, next });
  });
  routes.post("/projects", async (c) => {
    const input = withoutUndefined(await readBody(c.req.raw, projectBody));
    return c.json(await projects.add(input, { ...c.var.by, from: current }), 201);
  });
  return routes;
}
