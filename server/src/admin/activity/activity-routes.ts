import { Hono } from "hono";
import type { AuditLog } from "../../activity/audit-log.ts";
import type { DecisionLog } from "../../activity/decision-log.ts";
import { readQuery } from "../http/read-body.ts";
import { withoutUndefined } from "../http/without-undefined.ts";
import { type ActivityResponse, activityQuery, auditQuery } from "./activity-queries.ts";

/** Creates the routes that list the decision log and the audit log. */
export function activityRoutes(decisions: DecisionLog, audit: AuditLog): Hono {
  const routes = new Hono();
  routes.get("/activity", (c) => {
    const filter = withoutUndefined(readQuery(c.req.url, activityQuery));
    const { since, capacity } = decisions;
    const answer: ActivityResponse = {
      since,
      capacity,
      minutes: decisions.perMinute(),
      decisions: decisions.list(filter),
    };
    return c.json(answer);
  });
  routes.get("/audit", async (c) => c.json(await audit.list(withoutUndefined(readQuery(c.req.url, auditQuery)))));
  return routes;
}
